using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using TokenFinOps.Reporting.Allocation;
using TokenFinOps.Reporting.Closing;
using TokenFinOps.Tests.Evaluation;
using TokenFinOps.Tests.Reporting.Chargeback;

namespace TokenFinOps.Tests.Reporting.Closing;

public sealed class ClosedPeriodStoreTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_is_read_is_what_was_written_to_the_last_digit()
    {
        ClosedPeriod closed = await FullAsync(new InMemoryClosedPeriodStore());

        ClosedPeriod read = ClosedPeriodJson.Read(ClosedPeriodJson.Write(closed));

        Assert.Equal(Text(closed), Text(ClosedPeriodJson.Of(read.Run, read.ClosedAt)));
        Assert.Equal((closed.ContentHash, closed.InvoiceId, closed.ClosedAt), (read.ContentHash, read.InvoiceId, read.ClosedAt));
        Assert.Equal(0.1234567890123m, read.Run.Find("a")!.Direct[0].Cost);
        Assert.Equal(closed.Run.Controls.Total, read.Run.Controls.Total);
        Assert.Equal(closed.Period, read.Period);
        Assert.True(read.Run.Controls.Ties);
    }

    [Fact]
    public async Task A_posted_statement_that_was_changed_is_found_out()
    {
        string json = Text(await FullAsync(new InMemoryClosedPeriodStore()));
        string changed = json.Replace("0.1234567890123", "0.0234567890123", StringComparison.Ordinal);

        FormatException exception = Assert.Throws<FormatException>(() => ClosedPeriodJson.Read(Encoding.UTF8.GetBytes(changed)));

        Assert.NotEqual(json, changed);
        Assert.Contains("2026-04 was changed after it was posted", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("""{ "format": 1, "contentHash": "y", "content": null }""")]
    [InlineData("""{ "format": 1, "contentHash": "y", "content": { "closedAt": "2026-01-01T00:00:00Z", "run": { "period": { "timeZone": "Mars/Olympus" } } } }""")]
    public void A_text_that_is_no_closed_period_is_refused(string json) => Assert.Throws<FormatException>(() => ClosedPeriodJson.Read(Encoding.UTF8.GetBytes(json)));

    [Fact]
    public void A_document_of_another_format_says_so()
    {
        FormatException exception = Assert.Throws<FormatException>(static () => ClosedPeriodJson.Read("""{ "format": 2 }"""u8));

        Assert.Contains("format 2; this version reads format 1", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_may_reorder_and_respace_the_document()
    {
        ClosedPeriod closed = await FullAsync(new InMemoryClosedPeriodStore());

        ClosedPeriod read = ClosedPeriodJson.Read(Encoding.UTF8.GetBytes(Reversed(JsonNode.Parse(Text(closed)))!.ToJsonString()));

        Assert.Equal((closed.ContentHash, closed.InvoiceId), (read.ContentHash, read.InvoiceId));
    }

    [Fact]
    public async Task What_a_version_posted_that_knew_other_properties_is_read_and_written_as_it_was()
    {
        JsonNode other = JsonNode.Parse(Text(await FullAsync(new InMemoryClosedPeriodStore())))!;
        other["content"]!["run"]!["statements"]![0]!["approvedBy"] = "the controller";
        other["content"]!["run"]!["unallocated"]!.AsObject().Remove("rounding");
        using JsonDocument content = JsonDocument.Parse(other["content"]!.ToJsonString());
        other["contentHash"] = CanonicalJson.HashOf(content.RootElement);

        ClosedPeriod read = ClosedPeriodJson.Read(Encoding.UTF8.GetBytes(other.ToJsonString()));

        Assert.Equal(other.ToJsonString(), Text(read));
        Assert.Equal(0m, read.Run.Unallocated.Rounding);
    }

    [Fact]
    public async Task A_folder_keeps_a_file_a_period_and_the_lock_under_which_they_are_put_there()
    {
        var store = new JsonFileClosedPeriodStore(Path.Combine(_folder.Path, "books"));
        ClosedPeriod april = await FullAsync(store);

        IReadOnlyList<ClosedPeriod> kept = await new JsonFileClosedPeriodStore(Path.Combine(_folder.Path, "books")).ListAsync(TestContext.Current.CancellationToken);

        Assert.Equal(["2026-03", "2026-04"], kept.Select(static each => each.Period.Name));
        Assert.Equal(april.ContentHash, (await store.FindAsync("2026-04", TestContext.Current.CancellationToken))!.ContentHash);
        Assert.Null(await store.FindAsync("2026-05", TestContext.Current.CancellationToken));
        Assert.Equal(["2026-03.json", "2026-04.json", "periods.lock"], Directory.GetFiles(Path.Combine(_folder.Path, "books")).Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task A_file_is_never_replaced()
    {
        var store = new JsonFileClosedPeriodStore(_folder.Path);
        ClosedPeriod april = await FullAsync(store);

        await store.SaveAsync(april, TestContext.Current.CancellationToken);
        ClosedPeriod other = ClosedPeriodJson.Of(april.Run, april.ClosedAt.AddHours(1));
        PeriodCloseException exception = await Assert.ThrowsAsync<PeriodCloseException>(async () => await store.SaveAsync(other, TestContext.Current.CancellationToken));

        Assert.Equal(april.ContentHash, exception.Closed!.ContentHash);
        Assert.Equal(2, Directory.GetFiles(_folder.Path, "*.json*").Length);
    }

    [Fact]
    public async Task A_draft_that_a_crash_left_behind_is_no_closed_period()
    {
        _folder.Write("2026-03.json.0123.tmp", "{ half");

        Assert.Empty(await new JsonFileClosedPeriodStore(_folder.Path).ListAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_is_named()
    {
        _folder.Write("2026-03.json", "{ half");

        FormatException exception = await Assert.ThrowsAsync<FormatException>(async () => await new JsonFileClosedPeriodStore(_folder.Path).ListAsync(TestContext.Current.CancellationToken));

        Assert.Contains("2026-03.json", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_cannot_lead_out_of_the_folder() =>
        await Assert.ThrowsAsync<ArgumentException>(async () => await new JsonFileClosedPeriodStore(_folder.Path).FindAsync("../2026-03", TestContext.Current.CancellationToken));

    private static string Text(ClosedPeriod closed) => Encoding.UTF8.GetString(ClosedPeriodJson.Write(closed));

    private static JsonNode? Reversed(JsonNode? node) => node switch
    {
        JsonObject owner => new JsonObject(owner.Reverse().Select(static each => KeyValuePair.Create(each.Key, Reversed(each.Value)))),
        JsonArray array => new JsonArray([.. array.Select(Reversed)]),
        _ => node?.DeepClone(),
    };

    /// <summary>Closes March and April with something of everything, and returns April.</summary>
    private static async Task<ClosedPeriod> FullAsync(IClosedPeriodStore store)
    {
        var closing = new ClosingBooks(store)
        {
            Plan = static period => Books.ByTeam with
            {
                Pools = [Books.Embeddings, CostPool.Fixed("licence", 9.99m, AllocationMethod.Even)],
                Commitments = [new() { Name = "ptu", Amount = 5m, From = period.From, To = period.To }],
                Credits = [CreditTests.Of("grant", 3m)],
            },
        };
        await closing.Books.AddAsync(
            Books.Call(0.1234567890123m, "a", month: 4), Books.Call(2m, null, month: 4), Books.Call(1m, "b", month: 4) with { Operation = "embeddings" }, Books.Call(4m, "b", month: 4));
        await closing.CloseAsync(3);
        await closing.Books.AddAsync(Books.Call(1.5m, "a"));
        return await closing.CloseAsync(4);
    }
}
