using CsCheck;
using TokenFinOps.Ledger;
using TokenFinOps.Reporting.Allocation;
using TokenFinOps.Reporting.Chargeback;
using TokenFinOps.Tests.Reporting.Chargeback;

namespace TokenFinOps.Tests.Reporting.Closing;

public sealed class CloseConservationTests
{
    private static readonly Gen<LedgerEntry> Entry = Gen.Select(
        Gen.Int[-1_000, 1_000_000], Gen.OneOf<string?>(null, "a", "b", "c"), Gen.Int[1, 3], Gen.Bool,
        static (mills, team, month, isEmbedding) => Books.Call(mills / 1_000m, team, month) with { Operation = isEmbedding ? "embeddings" : "chat" });

    [Fact]
    public Task Whenever_entries_arrive_what_is_posted_for_a_period_ends_up_as_what_the_ledger_has() =>
        Entry.Array[0, 8].Array[5, 5].SampleAsync(async batches =>
        {
            var closing = new ClosingBooks { Plan = static _ => Books.ByTeam with { Pools = [Books.Embeddings, CostPool.StepDown("c", "c", AllocationMethod.Proportional)] } };
            closing.Clock.SetUtcNow(Books.Day(7, 1));
            for (int month = 1; month <= 5; month++)
            {
                await closing.Books.AddAsync(batches[month - 1]);
                await closing.CloseAsync(month);
            }

            decimal charges = 0;
            for (int month = 1; month <= 5; month++)
            {
                ChargebackRun now = await closing.Books.ShowAsync(closing.Plan(Books.Month(month)), month);
                Assert.Equal(now.Controls.Charges, await closing.PostedForAsync(month));
                charges += now.Controls.Charges;
            }

            Assert.Equal(charges, (await closing.ClosedAsync()).Sum(static each => each.Run.Controls.Total));
        }, iter: 60);
}
