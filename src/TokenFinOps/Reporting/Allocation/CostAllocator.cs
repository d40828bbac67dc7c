using System.Collections.Immutable;

namespace TokenFinOps.Reporting.Allocation;

/// <summary>Allocates one shared cost to cost centres.</summary>
/// <remarks>Pure and thread-safe. The result does not depend on the order of the cost centres.</remarks>
public static class CostAllocator
{
    /// <summary>Allocates an amount.</summary>
    /// <param name="pool">The name of what is shared.</param>
    /// <param name="amount">The amount, of either sign.</param>
    /// <param name="method">How it is divided.</param>
    /// <param name="costCentres">Who may bear it. Those with a fixed share do so whether they are here or not.</param>
    /// <param name="decimals">How many decimals a share has: 2 for cents.</param>
    /// <param name="fallback">Where the amount goes when no cost centre has any weight.</param>
    /// <returns>Who bears what; nothing is lost.</returns>
    public static PoolAllocation Allocate(
        string pool,
        decimal amount,
        AllocationMethod method,
        IEnumerable<AllocationBase> costCentres,
        int decimals = 2,
        ZeroWeightFallback fallback = ZeroWeightFallback.StayUnallocated)
    {
        ArgumentNullException.ThrowIfNull(method);
        ArgumentNullException.ThrowIfNull(costCentres);
        AllocationBase[] receivers = Receivers(method, costCentres);
        decimal[] weights = Array.ConvertAll(receivers, method.Weigh);
        bool fallsBack = Array.TrueForAll(weights, static weight => weight == 0);
        if (fallsBack && fallback == ZeroWeightFallback.Even)
        {
            Array.Fill(weights, 1m);
        }

        bool isDivided = weights.Any(static weight => weight > 0);
        return new PoolAllocation
        {
            Pool = pool,
            Amount = amount,
            Method = method.Description,
            Shares = isDivided ? Shares(amount, receivers, weights, decimals) : [],
            Unallocated = isDivided ? 0m : amount,
            FellBack = fallsBack,
        };
    }

    private static AllocationBase[] Receivers(AllocationMethod method, IEnumerable<AllocationBase> costCentres)
    {
        AllocationBase[] given = [.. costCentres];
        IEnumerable<AllocationBase> absent = method.Shares.Keys.Except(given.Select(static each => each.CostCentre)).Select(static name => new AllocationBase(name));
        return [.. given.Concat(absent).OrderBy(static each => each.CostCentre, StringComparer.Ordinal)];
    }

    private static ImmutableArray<AllocatedShare> Shares(decimal amount, AllocationBase[] receivers, decimal[] weights, int decimals)
    {
        ImmutableArray<decimal> amounts = Apportionment.Split(amount, weights, decimals);
        decimal sum = weights.Sum();
        return
        [
            .. from index in Enumerable.Range(0, receivers.Length)
               where weights[index] > 0
               select new AllocatedShare(receivers[index].CostCentre, amounts[index], weights[index] / sum),
        ];
    }
}
