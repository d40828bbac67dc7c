using Npgsql;
using TokenFinOps.Budgets;
using TokenFinOps.Budgets.Storage;
using TokenFinOps.Budgets.Storage.Shared;
using TokenFinOps.PostgreSql.Database;
using static TokenFinOps.PostgreSql.Database.ConnectionExtensions;

namespace TokenFinOps.PostgreSql.Budgets;

/// <summary>The parameters with which <see cref="BudgetFunction"/> is called for a batch, and what its answer means.</summary>
internal static class BudgetCall
{
    /// <summary>How many parameters the function has.</summary>
    public const int Parameters = 25;

    private const int TextsOfAccount = 5;

    /// <summary>Gets the parameters, in the order of the function's.</summary>
    public static NpgsqlParameter[] ParametersOf(Guid client, long number, BudgetBatch batch)
    {
        BatchAccount[] accounts = batch.Accounts;
        BudgetCharge[] charges = [.. batch.Work.SelectMany(static work => work.Reservation.Charges)];
        (decimal Spent, decimal Presumed)[] figures = [.. batch.Work.SelectMany(static work =>
            work.Kind == BudgetWorkKind.Settle ? work.Figures : new (decimal, decimal)[work.Reservation.Charges.Length])];
        return
        [
            Value(client),
            Value(number),
            Value(batch.Now),
            Of(accounts, static account => account.Name.Id),
            Of(accounts, static account => account.Name.Line),
            Of(accounts, static account => account.Name.Rule),
            Of(accounts, static account => ServerText.Escape(account.Account.Rule.Key)),
            Of(accounts, static account => ServerText.Escape(account.Account.Scope)),
            Of(accounts, static account => account.Name.Starts),
            Of(accounts, static account => account.Name.Ends),
            Of(accounts, static account => account.StaleAt),
            Of(accounts, static account => account.Newest),
            Of(accounts, static account => account.IsHard),
            Of(accounts, static account => account.Limit),
            Of(accounts, static account => account.CarriesOver),
            Of(batch.Work, static work => (short)work.Kind),
            Of(batch.Work, static work => work.Reservation.Id),
            Of(batch.Work, static work => work.Reservation.ExpiresAt),
            Value(FirstCharges(batch.Work)),
            Value(WorkOfCharges(batch.Work)),
            Of(charges, charge => batch.PlaceOf(charge) + 1),
            Of(charges, charge => accounts[batch.PlaceOf(charge)].SlotOf(charge)),
            Of(charges, static charge => charge.Amount),
            Of(figures, static figure => figure.Spent),
            Of(figures, static figure => figure.Presumed),
        ];
    }

    /// <summary>Fills a batch with the function's answer.</summary>
    public static void Read(string[] answer, BudgetBatch batch)
    {
        for (int i = 0; i < batch.Work.Count; i++)
        {
            batch.Work[i].Refused = ServerNumber.Int(answer[i]);
        }

        ReadOnlySpan<string> rest = answer.AsSpan(batch.Work.Count);
        foreach (BatchAccount account in batch.Accounts)
        {
            account.Balance = new BudgetBalance(
                account.Limit + ServerNumber.Decimal(rest[0]), ServerNumber.Decimal(rest[1]), ServerNumber.Decimal(rest[2]), ServerNumber.Decimal(rest[3]));
            account.Since = ServerNumber.Long(rest[4]);
            rest = rest[TextsOfAccount..];
        }
    }

    // Charges count from 1 as everything in the server; the last number is where a further piece of work would begin.
    private static int[] FirstCharges(IReadOnlyList<BudgetWork> work)
    {
        var first = new int[work.Count + 1];
        first[0] = 1;
        for (int i = 0; i < work.Count; i++)
        {
            first[i + 1] = first[i] + work[i].Reservation.Charges.Length;
        }

        return first;
    }

    private static int[] WorkOfCharges(IReadOnlyList<BudgetWork> work) =>
        [.. Enumerable.Range(0, work.Count).SelectMany(i => Enumerable.Repeat(i + 1, work[i].Reservation.Charges.Length))];

    private static NpgsqlParameter Of<TItem, TValue>(IReadOnlyList<TItem> items, Func<TItem, TValue> value)
    {
        var values = new TValue[items.Count];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = value(items[i]);
        }

        return Value(values);
    }
}
