using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using TokenFinOps.Ledger;
using TokenFinOps.Pricing.Catalogue;
using TokenFinOps.Routing.Agreement;
using TokenFinOps.Tokens;

namespace TokenFinOps.Evaluation.Routing;

/// <summary>Asks through metered clients and reads the cost from the ledger.</summary>
internal sealed class CascadeReplay(IReadOnlyDictionary<string, CascadePrice> prices, ITokenCounter tokens) : ICascadeReplay
{
    public async Task<IReadOnlyList<CascadeOutcome>> RunAsync(CascadePair pair, IReadOnlyList<MatrixRow> rows, Action<int> done, CancellationToken cancellationToken)
    {
        Dictionary<string, MatrixRow> byId = rows.ToDictionary(static row => row.Id);
        var services = new ServiceCollection();
        services.AddTokenFinOps(finops => finops
            .AddPrices([.. pair.Models.Select(model => PriceOverride.ForDeployment(model, prices[model].Card))])
            .ConfigureLedger(options => options.RecentEntries = (rows.Count + 1) * (pair.Weak.Count + 1)));
        foreach (string model in pair.Models)
        {
            services.AddKeyedChatClient(model, new CascadeChatClient(model, byId, tokens)).UseTokenFinOps(options => options.Deployment = model);
        }

        await using ServiceProvider provider = services.BuildServiceProvider();
        var answered = new string[rows.Count];
        for (int i = 0; i < rows.Count; i++)
        {
            using (FinOps.BeginRun(rows[i].Id))
            {
                answered[i] = await AskAsync(provider, pair, rows[i], cancellationToken);
            }

            done(i + 1);
        }

        Dictionary<string, decimal> costs = [];
        await foreach (LedgerEntry entry in provider.GetRequiredService<ICostLedger>().EnumerateAsync(null, cancellationToken))
        {
            costs[entry.RunId!] = costs.GetValueOrDefault(entry.RunId!) + entry.Cost.Effective!.Value;
        }

        return [.. rows.Select((row, i) => new CascadeOutcome(answered[i], row.Answers[answered[i]].Quality, costs[row.Id]))];
    }

    private static async Task<string> AskAsync(ServiceProvider provider, CascadePair pair, MatrixRow row, CancellationToken cancellationToken)
    {
        ChatMessage[] messages = [new(ChatRole.User, row.Prompt)];
        var options = new ChatOptions { AdditionalProperties = new() { [CascadeChatClient.Question] = row.Id } };
        var forms = new List<string?>();
        foreach (string model in pair.Weak)
        {
            ChatResponse response = await provider.GetRequiredKeyedService<IChatClient>(model).GetResponseAsync(messages, options, cancellationToken);
            forms.Add(AnswerComparer.Default.Canonicalise(response, null));
        }

        if (forms.Count > 0 && forms[0] is { } form && forms.TrueForAll(each => each == form))
        {
            return pair.Weak[0];
        }

        await provider.GetRequiredKeyedService<IChatClient>(pair.Strong).GetResponseAsync(messages, options, cancellationToken);
        return pair.Strong;
    }
}
