using TokenFinOps.Attribution;

namespace TokenFinOps.Budgets;

/// <summary>Tells how budgets stand.</summary>
/// <remarks>Thread-safe.</remarks>
public interface IBudgets
{
    /// <summary>Reads how budgets stand: one answer for every limit and every value of its scope that has been used.</summary>
    /// <param name="budget">The budget's name; <see langword="null"/> for all.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <returns>The answers, by budget, limit and scope.</returns>
    /// <exception cref="ArgumentException">There is no such budget.</exception>
    ValueTask<IReadOnlyList<BudgetStatus>> GetStatusAsync(string? budget = null, CancellationToken cancellationToken = default);

    /// <summary>Says whether a budget that covers calls with these tags has passed the share from which on a cheaper tier is preferred.</summary>
    /// <param name="tags">The tags.</param>
    /// <param name="runId">The run, or <see langword="null"/>.</param>
    /// <returns>Whether a cheaper tier is preferred. Answered from memory.</returns>
    bool PrefersCheaper(TagSet tags, string? runId = null);
}
