using CsCheck;
using TokenFinOps.Ledger.Query;
using TokenFinOps.Reporting;
using TokenFinOps.Reporting.Allocation;
using TokenFinOps.Reporting.Chargeback;
using TokenFinOps.Reporting.Commitments;
using TokenFinOps.Reporting.Currencies;

namespace TokenFinOps.Tests.Reporting.Chargeback;

public sealed class CommitmentTests
{
    private static readonly Commitment Year = new() { Name = "ptu", Amount = 1_000m, From = Books.Month(1).From, To = Books.Month(12).To };

    private readonly Books _books = new();

    [Fact]
    public async Task Usage_uses_a_commitment_up_and_what_is_unused_is_a_cost_of_its_own()
    {
        await _books.AddAsync(Books.Call(30m, "a"), Books.Call(10m, "b"));

        ChargebackRun run = await _books.ShowAsync(Books.ByTeam with { Commitments = [Monthly(100m) with { UnusedMethod = AllocationMethod.Proportional }] });

        CommitmentUse use = Assert.Single(run.Commitments);
        Assert.Equal((100m, 40m, 60m), (use.Amortised, use.Used, use.Unused));
        Assert.Equal((75m, 25m), (run.Find("a")!.Total, run.Find("b")!.Total));
        Assert.Equal(new NamedAmount("march", 30m), Assert.Single(run.Find("a")!.Covered));
        Assert.Equal((60m, 100m), (run.Controls.UnusedCommitments, run.Controls.Total));
    }

    [Fact]
    public async Task Usage_beyond_the_commitment_costs_what_it_costs()
    {
        await _books.AddAsync(Books.Call(30m, "a"), Books.Call(10m, "b"));

        ChargebackRun run = await _books.ShowAsync(Books.ByTeam with { Commitments = [Monthly(20m)] });

        Assert.Equal((20m, 0m), (run.Commitments[0].Used, run.Commitments[0].Unused));
        Assert.Equal((30m, 15m), (run.Find("a")!.Total, run.Find("a")!.Covered[0].Amount));
    }

    [Fact]
    public async Task Only_what_it_covers_uses_it_up_and_an_unused_part_without_a_method_is_unallocated()
    {
        await _books.AddAsync(Books.Call(30m, "a"), Books.Call(10m, "a") with { Model = "small" });

        ChargebackRun run = await _books.ShowAsync(Books.ByTeam with { Commitments = [Monthly(25m) with { Covers = LedgerFilter.All.Where(LedgerDimension.Model, "small") }] });

        Assert.Equal((UnallocatedReason.UnusedCommitment, 15m), (run.Unallocated.Lines[0].Reason, run.Unallocated.Total));
        Assert.Equal(10m, run.Find("a")!.Covered[0].Amount);
    }

    [Fact]
    public async Task Nothing_is_paid_for_twice_and_the_commitment_that_ends_first_pays_first()
    {
        await _books.AddAsync(Books.Call(30m, "a"));
        Commitment later = new() { Name = "later", Amount = 100m, From = Books.Month(3).From, To = Books.Month(4).To };

        ChargebackRun run = await _books.ShowAsync(Books.ByTeam with { Commitments = [later, Monthly(20m)] });

        Assert.Equal([("march", 20m), ("later", 10m)], run.Commitments.Select(static use => (use.Commitment, use.Used)));
    }

    [Fact]
    public async Task Usage_before_it_begins_is_not_covered()
    {
        await _books.AddAsync(Books.Call(30m, "a", day: 5), Books.Call(7m, "a", day: 25));
        Commitment half = new() { Name = "half", Amount = 16m, From = new DateTimeOffset(2026, 3, 16, 0, 0, 0, TimeSpan.Zero), To = Books.Month(3).To };

        ChargebackRun run = await _books.ShowAsync(Books.ByTeam with { Commitments = [half] });

        Assert.Equal((16m, 7m), (run.Commitments[0].Amortised, run.Commitments[0].Used));
    }

    [Fact]
    public async Task Its_price_is_converted()
    {
        await _books.AddAsync(Books.Call(30m, "a"));

        ChargebackRun run = await _books.ShowAsync(Books.ByTeam with
        {
            Commitments = [Monthly(20m) with { Currency = "EUR" }],
            Rates = new ExchangeRates([new("EUR", "USD", 1.25m, new DateOnly(2026, 1, 1))]),
        });

        Assert.Equal(25m, run.Commitments[0].Used);
    }

    [Fact]
    public void A_year_is_spread_over_its_months_by_their_length_to_the_cent()
    {
        decimal[] months = [.. Enumerable.Range(1, 12).Select(static month => Year.AmortisedIn(Books.Month(month)))];

        Assert.Equal((84.93m, 76.71m), (months[0], months[1]));
        Assert.Equal(1_000m, months.Sum());
        Assert.Equal(0m, Year.AmortisedIn(BillingPeriod.Month(2027, 1)));
    }

    [Fact]
    public void Amortisation_conserves_any_amount_over_any_division() =>
        Gen.Select(Gen.Long[0, 100_000_000_000], Gen.Int[1, 10_000_000].Array[1, 20], Gen.Int[0, 4]).Sample((units, seconds, decimals) =>
        {
            DateTimeOffset from = Books.Month(1).From;
            Commitment commitment = new() { Name = "any", Amount = units / 100_000m, From = from.AddSeconds(1_000), To = from.AddSeconds(seconds.Sum() * 0.7 + 2_000) };
            decimal sum = 0;
            foreach (int length in seconds.Append(100_000_000))
            {
                sum += commitment.AmortisedIn(BillingPeriod.Between(from, from.AddSeconds(length)), decimals);
                from = from.AddSeconds(length);
            }

            Assert.Equal(commitment.Amount, sum);
        });

    private static Commitment Monthly(decimal amount) => new() { Name = "march", Amount = amount, From = Books.Month(3).From, To = Books.Month(3).To };
}
