using TokenFinOps.Compression.Selection;

namespace TokenFinOps.Tests.Compression.Selection;

public sealed class HeadingTests
{
    private const string Filler = "Nothing of this matters to anybody who asks about money. It is here to be left out. ";

    [Theory]
    [InlineData("## Refunds")]
    [InlineData("Document [3] (Title: Refunds)")]
    [InlineData("[3] Refunds")]
    [InlineData("Title: Refunds")]
    public void The_heading_of_what_is_kept_is_kept(string heading)
    {
        string text = $"## Greetings\n{string.Concat(Enumerable.Repeat(Filler, 10))}\n\n{heading}\nMoney goes back within 14 days. {Filler}";

        SelectedContext selected = SelectionSamples.Selector.Select(text, "Within how many days do refunds go back?", SelectionSamples.Budget(45));

        Assert.Contains($"{heading}\nMoney goes back within 14 days.", selected.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_header_of_a_table_stays_with_any_row()
    {
        string table = "sku,price,stock\n" + string.Join('\n', Enumerable.Range(100, 80).Select(static sku => $"A{sku},{sku}.50,{sku % 7}"));

        SelectedContext selected = SelectionSamples.Cut(table, "What is the price of A142?", 40);

        Assert.StartsWith("sku,price,stock", selected.Text, StringComparison.Ordinal);
        Assert.Contains("A142,142.50,2", selected.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Repeated_log_lines_are_kept_once_and_counted()
    {
        string log = string.Concat(Enumerable.Range(10, 40).Select(static second => $"2026-01-02T10:00:{second}Z ERROR payment gateway timed out\n2026-01-02T10:00:{second}Z INFO request {second} served\n"));

        SelectedContext selected = SelectionSamples.Cut(log, "Which payment gateway timed out?", 100);

        Assert.Contains("ERROR payment gateway timed out [×40]", selected.Text, StringComparison.Ordinal);
        Assert.Contains(selected.Sources[0].Dropped, static dropped => dropped.Reason == DropReason.Repeated);
    }
}
