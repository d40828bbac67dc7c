using System.Net;
using TokenFinOps.Ledger;
using TokenFinOps.Tests.Fakes;

namespace TokenFinOps.Tests.Routing;

/// <summary>Errors as the clients of different providers report them.</summary>
public sealed class ForeignErrorTests
{
    [Theory]
    [InlineData("The input token count (1200000) exceeds the maximum number of tokens allowed (1048576).")]
    [InlineData("Input is too long for requested model.")]
    [InlineData("This model's maximum prompt length is 131072 but the request contains 150000 tokens.")]
    [InlineData("input length and `max_tokens` exceed context limit: 199000 + 4096 > 200000")]
    [InlineData("Please reduce the length of the messages or completion.")]
    public async Task A_prompt_that_is_too_long_in_any_providers_words_goes_to_a_larger_context(string message)
    {
        using var tiers = new TestTiers(null, static (name, options) => options.ContextWindow = name == "mid-1" ? 2_000_000 : 100_000);
        tiers.Fail("frontier-1", () => new HttpRequestException(message, null, HttpStatusCode.BadRequest));

        Assert.Equal("mid-1", await tiers.CallAsync());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_one_deployments_client_does_not_support_another_one_may(bool streaming)
    {
        using var tiers = new TestTiers(static options => options.IsSticky = false, null, ("frontier-2", "frontier"));
        tiers.Fail("frontier-1", static () => new NotSupportedException("This client does not support DataContent of type image/webp."));
        for (int i = 0; i < 4; i++)
        {
            Assert.StartsWith("frontier-2", await tiers.CallAsync(streaming, prompt: $"question {i}"), StringComparison.Ordinal);
        }

        // It is not tried again for the request, and is well for others.
        Assert.Equal((4, TimeSpan.Zero), (tiers["frontier-1"].Calls, tiers.Deployment("frontier-1").Health.Wait));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_error_in_the_wrapping_of_a_client_is_still_that_error(bool streaming)
    {
        using var tiers = new TestTiers(null, null, ("frontier-2", "frontier"));
        tiers.Fail("frontier-1", static () => new InvalidOperationException("The call failed.", TestTiers.Status(HttpStatusCode.BadRequest)));

        await Assert.ThrowsAsync<InvalidOperationException>(() => tiers.CallAsync(streaming));

        Assert.Equal(0, tiers["frontier-2"].Calls);
        LedgerEntry entry = Assert.Single(await tiers.EntriesAsync());
        Assert.Equal((AttemptOutcome.Failed, 0m), (entry.Outcome, entry.Cost.Effective));
    }

    [Fact]
    public async Task Retry_after_is_found_in_the_wrapping_of_a_client()
    {
        using var tiers = new TestTiers(null, null, ("frontier-2", "frontier"));
        tiers.Fail("frontier-1", static () => new InvalidOperationException("The call failed.", TestTiers.Status(HttpStatusCode.TooManyRequests, "42")));

        await tiers.CallAsync();

        Assert.Equal(TimeSpan.FromSeconds(42), tiers.Deployment("frontier-1").Health.Wait);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_callback_of_the_users_that_throws_costs_neither_the_answer_nor_the_deployment(bool streaming)
    {
        using var tiers = new TestTiers(
            static options =>
            {
                options.RetryAfter = static _ => throw new FormatException("a bug");
                options.ClassifyFailure = static _ => throw new FormatException("another");
            },
            null,
            ("frontier-2", "frontier"));
        tiers.Fail("frontier-1", static () => TestTiers.Status(HttpStatusCode.ServiceUnavailable), times: 1);

        Assert.StartsWith("frontier-2", await tiers.CallAsync(streaming), StringComparison.Ordinal);

        Assert.All(tiers.Client.Deployments, static deployment => Assert.Equal(0, deployment.Health.InFlight));
    }
}
