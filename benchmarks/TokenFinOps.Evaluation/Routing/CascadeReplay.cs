using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using TokenFinOps.Ledger;
using TokenFinOps.Pricing.Catalogue;
using TokenFinOps.Routing.Cascades;
using TokenFinOps.Tokens;

namespace TokenFinOps.Evaluation.Routing;

/// <summary>Asks through the pipeline that a user has, <c>AddTokenFinOps</c> with tiers and a cascade, and reads the cost from the ledger.</summary>
internal sealed class CascadeReplay(IReadOnlyDictionary<string, CascadePrice> prices, ITokenCounter tokens)
{
    /// <summary>Asks every question again.</summary>
    /// <param name="pair">The models; without cheap ones, the dear one answers everything.</param>
    /// <param name="rows">The questions.</param>
    /// <param name="done">Takes the number of questions that are answered.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>How each question went, in the order of the rows.</returns>
    public async Task<IReadOnlyList<CascadeOutcome>> RunAsync(CascadePair pair, IReadOnlyList<MatrixRow> rows, Action<int> done, CancellationToken cancellationToken)
    {
        await using ServiceProvider services = ServicesFor(pair, rows);
        IChatClient client = services.GetRequiredService<IChatClient>();
        var answered = new string[rows.Count];
        for (int i = 0; i < rows.Count; i++)
        {
            using (FinOps.BeginRun(rows[i].Id))
            {
                var options = new ChatOptions { AdditionalProperties = new() { [CascadeChatClient.Question] = rows[i].Id } };
                ChatResponse response = await client.GetResponseAsync([new ChatMessage(ChatRole.User, rows[i].Prompt)], options, cancellationToken);
                answered[i] = response.ModelId!;
            }

            done(i + 1);
        }

        Dictionary<string, decimal> costs = await CostsAsync(services.GetRequiredService<ICostLedger>(), cancellationToken);
        return [.. rows.Select((row, i) => new CascadeOutcome(answered[i], row.Answers[answered[i]].Quality, costs[row.Id]))];
    }

    private ServiceProvider ServicesFor(CascadePair pair, IReadOnlyList<MatrixRow> rows)
    {
        Dictionary<string, MatrixRow> byId = rows.ToDictionary(static row => row.Id);
        var services = new ServiceCollection();
        services.AddTokenFinOps(finops =>
        {
            finops.AddPrices([.. pair.Models.Select(model => PriceOverride.ForDeployment(model, prices[model].Card))]);
            finops.ConfigureLedger(options => options.RecentEntries = (rows.Count + 1) * (pair.Weak.Count + 1));
            foreach (string model in pair.Models)
            {
                finops.AddTier("tier of " + model, model, _ => new CascadeChatClient(model, byId, tokens));
            }

            if (pair.Weak.Count > 0)
            {
                finops.ConfigureRouting(options => options.Cascades.Add(Cascade.OnAgreement(pair.Weak)));
            }
        });
        services.AddChatClient(new CascadeChatClient(pair.Strong, byId, tokens)).UseTokenFinOps();
        return services.BuildServiceProvider();
    }

    private static async Task<Dictionary<string, decimal>> CostsAsync(ICostLedger ledger, CancellationToken cancellationToken)
    {
        Dictionary<string, decimal> costs = [];
        await foreach (LedgerEntry entry in ledger.EnumerateAsync(null, cancellationToken))
        {
            costs[entry.RunId!] = costs.GetValueOrDefault(entry.RunId!) + entry.Cost.Effective!.Value;
        }

        return costs;
    }
}
