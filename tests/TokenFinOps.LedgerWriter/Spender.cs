using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using TokenFinOps.Budgets;
using TokenFinOps.Pricing;
using TokenFinOps.Pricing.Catalogue;
using TokenFinOps.PostgreSql;

namespace TokenFinOps.LedgerWriter;

/// <summary>A process whose callers spend from one hard budget and from one of their own, and print what every call came to. Tests start it, and kill it.</summary>
/// <remarks>
/// <c>~ CALLER MILLIONTHS</c> is printed when the provider has answered, <c>= CALLER MILLIONTHS</c> when the call has returned and is charged, and <c>! CALLER</c> when the
/// budget refused it.
/// </remarks>
public static class Spender
{
    public const string Name = "spend";
    public const string SharedBudget = "shared";
    public const string OwnBudget = "own";
    public const string CallerTag = "caller";

    private const int MostOutput = 1_000;

    /// <summary>The budgets, as every process sets them.</summary>
    public static Budget[] Budgets(decimal limit) =>
        [Budget.ForApplication().Named(SharedBudget).InTotal(limit), Budget.ForEach(CallerTag).Named(OwnBudget).InTotal(1_000_000m)];

    public static async Task RunAsync(SpenderArguments arguments)
    {
        TextWriter said = TextWriter.Synchronized(new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true });
        var services = new ServiceCollection();
        services.AddTokenFinOps(finops => SetUp(finops, arguments));
        await using ServiceProvider provider = services.BuildServiceProvider();
        await Task.WhenAll(Enumerable.Range(0, arguments.Callers).Select(caller => Task.Run(() => CallAsync(provider, said, arguments, caller))));
    }

    private static void SetUp(TokenFinOpsBuilder finops, SpenderArguments arguments)
    {
        finops.UsePostgreSql(arguments.Connection, options => (options.Schema, options.SpoolPath) = (arguments.Schema, arguments.SpoolPath))
            .AddPrices(PriceOverride.ForModel("openai", "gpt-test", new RateCard(new Rate(UsageKind.InputTokens, 0m), new Rate(UsageKind.OutputTokens, 1m))))
            .ConfigureBudgets(static options => options.StoreTimeout = TimeSpan.FromSeconds(60));
        foreach (Budget budget in Budgets(arguments.Limit))
        {
            finops.AddBudget(budget.FailClosed());
        }
    }

    private static async Task CallAsync(ServiceProvider services, TextWriter said, SpenderArguments arguments, int caller)
    {
        string name = $"{arguments.Process}-{caller}";
        var random = new Random((arguments.Process * 1_000) + caller);
        using var model = new RandomModel(random, cost => said.WriteLineAsync($"~ {name} {cost}"));
        using IChatClient client = new ChatClientBuilder(model).UseTokenFinOps().Build(services);
        using var scope = FinOps.Attribute((CallerTag, name));
        for (int i = 0; i < arguments.Calls; i++)
        {
            try
            {
                await client.GetResponseAsync("go on", new ChatOptions { MaxOutputTokens = random.Next(1, MostOutput), ModelId = "gpt-test" });
                await said.WriteLineAsync($"= {name} {model.LastCost}");
            }
            catch (BudgetExceededException)
            {
                await said.WriteLineAsync($"! {name}");
            }
        }
    }

    /// <summary>Answers with a random number of tokens within the call's limit, each of which costs a millionth of a USD.</summary>
    private sealed class RandomModel(Random random, Func<long, Task> answered) : IChatClient
    {
        public long LastCost { get; private set; }

        public async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        {
            LastCost = random.Next(0, options!.MaxOutputTokens!.Value + 1);
            await answered(LastCost);
            return new ChatResponse(new ChatMessage(ChatRole.Assistant, "done"))
            {
                ModelId = "gpt-test",
                Usage = new UsageDetails { InputTokenCount = 2, OutputTokenCount = LastCost },
            };
        }

        public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public object? GetService(Type serviceType, object? serviceKey = null) =>
            serviceType == typeof(ChatClientMetadata) ? new ChatClientMetadata("openai", null, "gpt-test") : null;

        public void Dispose()
        {
        }
    }
}
