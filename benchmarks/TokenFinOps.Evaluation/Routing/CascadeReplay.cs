using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using TokenFinOps.Ledger;
using TokenFinOps.Pricing.Catalogue;
using TokenFinOps.Routing;
using TokenFinOps.Routing.Cascades;
using TokenFinOps.Routing.Cascades.Learning;
using TokenFinOps.Tokens;

namespace TokenFinOps.Evaluation.Routing;

/// <summary>Asks through the pipeline that a user has, <c>AddTokenFinOps</c> with tiers and a cascade, and reads the cost from the ledger.</summary>
internal sealed class CascadeReplay(IReadOnlyDictionary<string, CascadePrice> prices, ITokenCounter tokens)
{
    /// <summary>Asks every question again.</summary>
    /// <param name="pair">The models; without cheap ones, the dear one answers everything.</param>
    /// <param name="rows">The questions.</param>
    /// <param name="policy">What was learned; <see langword="null"/>, or where nothing could be proved, for agreement.</param>
    /// <param name="done">Takes the number of questions that are answered.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>How each question went, in the order of the rows.</returns>
    public async Task<IReadOnlyList<CascadeOutcome>> RunAsync(CascadePair pair, IReadOnlyList<MatrixRow> rows, CascadePolicy? policy, Action<int> done, CancellationToken cancellationToken)
    {
        await using ServiceProvider services = ServicesFor(pair, rows, policy);
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

        Dictionary<string, (decimal Cost, int Calls)> bills = await BillsAsync(services.GetRequiredService<ICostLedger>(), cancellationToken);
        return [.. rows.Select((row, i) => new CascadeOutcome(answered[i], row.Answers[answered[i]].Quality, bills[row.Id].Cost, bills[row.Id].Calls))];
    }

    private ServiceProvider ServicesFor(CascadePair pair, IReadOnlyList<MatrixRow> rows, CascadePolicy? policy)
    {
        Dictionary<string, MatrixRow> byId = rows.ToDictionary(static row => row.Id);
        var services = new ServiceCollection();
        services.AddTokenFinOps(finops =>
        {
            finops.AddPrices([.. pair.Models.Select(model => PriceOverride.ForDeployment(model, prices[model].Card))]);
            finops.ConfigureLedger(options => options.RecentEntries = (rows.Count + 1) * (pair.Weak.Count + 1));
            foreach (string model in pair.Models)
            {
                finops.AddTier(TierOf(model), model, _ => new CascadeChatClient(model, byId, tokens));
            }

            if (pair.Weak.Count > 0)
            {
                finops.ConfigureRouting(options => Route(options, pair, policy));
            }
        });
        services.AddChatClient(new CascadeChatClient(pair.Strong, byId, tokens)).UseTokenFinOps();
        return services.BuildServiceProvider();
    }

    private static void Route(RoutingOptions options, CascadePair pair, CascadePolicy? policy)
    {
        options.Cascades.Add(policy is { Model.IsRefused: false }
            ? new Cascade("learned", new LearnedAcceptance(policy.Model), policy.Order) { AsksInTurn = true }
            : new Cascade("agreement", new AgreementAcceptance(needed: pair.Needed), pair.Weak));
    }

    private static string TierOf(string model) => "tier of " + model;

    private static async Task<Dictionary<string, (decimal Cost, int Calls)>> BillsAsync(ICostLedger ledger, CancellationToken cancellationToken)
    {
        Dictionary<string, (decimal Cost, int Calls)> bills = [];
        await foreach (LedgerEntry entry in ledger.EnumerateAsync(null, cancellationToken))
        {
            (decimal cost, int calls) = bills.GetValueOrDefault(entry.RunId!);
            bills[entry.RunId!] = (cost + entry.Cost.Effective!.Value, calls + 1);
        }

        return bills;
    }
}
