using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using TokenFinOps.Routing.Deployments;

namespace TokenFinOps.Tests.Fakes;

/// <summary>Providers that take their time: the test's, not the machine's.</summary>
internal static class TimedProviders
{
    public static Deployment Deployment(this TestTiers tiers, string name) => tiers.Client.Deployments.Single(each => each.Name == name);

    /// <summary>Makes a deployment do what it does after a while.</summary>
    public static void Slow(this TestTiers tiers, string name, TimeSpan pause) => tiers.Slow(name, () => pause);

    /// <summary>Makes a deployment do what it does after a while, which the test may change.</summary>
    public static void Slow(this TestTiers tiers, string name, Func<TimeSpan> pause)
    {
        TestChatClient provider = tiers[name];
        var (respond, stream) = (provider.Respond!, provider.Stream!);
        provider.Respond = async (messages, options, token) =>
        {
            await Task.Delay(pause(), tiers.Time, token);
            return await respond(messages, options, token);
        };
        provider.Stream = (messages, options, token) => After(stream(messages, options, token), token);

        async IAsyncEnumerable<ChatResponseUpdate> After(IAsyncEnumerable<ChatResponseUpdate> updates, [EnumeratorCancellation] CancellationToken token)
        {
            await Task.Delay(pause(), tiers.Time, token);
            await foreach (ChatResponseUpdate update in updates.WithCancellation(token))
            {
                yield return update;
            }
        }
    }

    /// <summary>Makes a deployment wait until its calls are cancelled.</summary>
    public static void Hang(this TestTiers tiers, string name) => tiers.Slow(name, Timeout.InfiniteTimeSpan);

    /// <summary>Makes a deployment fail after a while.</summary>
    public static void FailAfter(this TestTiers tiers, string name, TimeSpan pause, Func<Exception> failure, int times = int.MaxValue)
    {
        int left = times;
        tiers.Fail(name, failure, times);
        tiers.Slow(name, () => left-- > 0 ? pause : TimeSpan.Zero);
    }
}
