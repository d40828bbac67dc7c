using System.IO.Compression;
using TokenFinOps.Evaluation;
using TokenFinOps.Evaluation.Traces;

namespace TokenFinOps.Tests.Evaluation;

public sealed class TraceReaderTests
{
    [Fact]
    public void An_azure_row_is_a_call_at_its_moment_in_utc()
    {
        TraceCall call = Assert.Single(Read("TIMESTAMP,ContextTokens,GeneratedTokens\n2023-11-16 18:17:03.9799600,4808,10\n"));

        Assert.Equal(new TraceCall(new DateTimeOffset(2023, 11, 16, 18, 17, 3, TimeSpan.Zero).AddTicks(9_799_600), 4_808, 10), call);
    }

    [Fact]
    public void A_known_prefix_is_read_from_the_cache_and_its_last_block_may_be_short()
    {
        TraceCall[] calls = Read(
            """
            {"timestamp": 0, "input_length": 1100, "output_length": 5, "hash_ids": [1, 2, 3]}
            {"timestamp": 7, "input_length": 1030, "output_length": 5, "hash_ids": [1, 2, 3]}
            {"timestamp": 9, "input_length": 1536, "output_length": 5, "hash_ids": [1, 9, 3]}
            """);

        Assert.Equal([0, 1_030, 512], calls.Select(static call => call.CachedInput));
    }

    [Fact]
    public void A_tenant_hour_stands_for_all_its_requests()
    {
        TraceCall call = Assert.Single(Read("model,client,hour,requests,input_tokens,output_tokens,reasoning_tokens\nm-large,client-7,30,12,400,90,40\n"));

        Assert.Equal((12, 400, 90, 40), (call.Requests, call.Input, call.Output, call.Reasoning));
        Assert.Equal(("m-large", "client-7", DateTimeOffset.UnixEpoch.AddHours(30)), (call.Model, call.Client, call.Timestamp));
    }

    [Theory]
    [InlineData("TIMESTAMP,ContextTokens,GeneratedTokens\n2023-11-16 18:17:03,1,2\n2023-11-16 18:17:03,-1,2\n", "Line 3")]
    [InlineData("TIMESTAMP,ContextTokens,GeneratedTokens\n2023-11-16 18:17:03,1\n", "Line 2")]
    [InlineData("{\"timestamp\":0,\"input_length\":1,\"output_length\":1}\n{\"timestamp\":0\n", "Line 2")]
    [InlineData("a,b,c\n1,2,3\n", "no trace that is known")]
    [InlineData("", "is empty")]
    public void A_malformed_trace_is_refused_with_its_line(string text, string complaint)
    {
        var error = Assert.Throws<EvaluationException>(() => Read(text));

        Assert.Contains(complaint, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_is_named() =>
        Assert.Contains("nowhere.csv", Assert.Throws<EvaluationException>(static () => TraceReader.Read("nowhere.csv").ToArray()).Message, StringComparison.Ordinal);

    private static TraceCall[] Read(string text)
    {
        string path = Path.Combine(Path.GetTempPath(), $"trace-{Guid.NewGuid():N}.gz");
        using (var file = new StreamWriter(new GZipStream(File.Create(path), CompressionLevel.Fastest)))
        {
            file.Write(text);
        }

        try
        {
            return [.. TraceReader.Read(path)];
        }
        finally
        {
            File.Delete(path);
        }
    }
}
