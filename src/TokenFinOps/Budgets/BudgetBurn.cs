namespace TokenFinOps.Budgets;

/// <summary>How fast an account is spent, and where that leads.</summary>
/// <remarks>
/// Burn rate is spend over the time elapsed, projected spend is spend plus burn rate times the rest of the window (FinOps Foundation, budget forecasting). Only after
/// a fiftieth of the window is that worth saying; a shared account of a customer that came late is measured from the first call.
/// </remarks>
internal readonly record struct BudgetBurn(decimal? PerHour, decimal? Projected, DateTimeOffset? ExhaustedAt)
{
    private const int EvidenceShare = 50;

    private static readonly TimeSpan LeastEvidence = TimeSpan.FromSeconds(10);

    public static BudgetBurn Of(BudgetAccount account, in BudgetBalance balance, DateTimeOffset now)
    {
        if (account.Since == 0 || balance.Used <= 0)
        {
            return default;
        }

        BudgetWindow window = account.Rule.Limit.Window;
        var since = new DateTimeOffset(account.Since, TimeSpan.Zero);
        DateTimeOffset from = since > account.Start || window.IsTotal ? since : account.Start;
        from = window.IsRolling && from < now - window.Span ? now - window.Span : from;
        TimeSpan elapsed = now - from;
        if (elapsed < LeastEvidence || (!window.IsTotal && elapsed < LengthOf(account) / EvidenceShare))
        {
            return default;
        }

        decimal perHour = balance.Used * TimeSpan.TicksPerHour / elapsed.Ticks;
        return new BudgetBurn(perHour, Project(account, balance, perHour, now), Exhaustion(account, balance, perHour, now));
    }

    private static decimal? Project(BudgetAccount account, in BudgetBalance balance, decimal perHour, DateTimeOffset now)
    {
        BudgetWindow window = account.Rule.Limit.Window;
        if (window.IsTotal)
        {
            return null;
        }

        // A full rolling window at this pace.
        return window.IsRolling
            ? perHour * window.Span.Ticks / TimeSpan.TicksPerHour
            : balance.Used + (perHour * Math.Max(0, (account.End - now).Ticks) / TimeSpan.TicksPerHour);
    }

    private static DateTimeOffset? Exhaustion(BudgetAccount account, in BudgetBalance balance, decimal perHour, DateTimeOffset now)
    {
        decimal left = balance.Limit - balance.Used;
        if (left <= 0)
        {
            return now;
        }

        decimal ticks = left / perHour * TimeSpan.TicksPerHour;
        decimal most = account.Rule.Limit.Window.IsRolling
            ? account.Rule.Limit.Window.Span.Ticks
            : Math.Min((account.End - now).Ticks, (DateTimeOffset.MaxValue - now).Ticks);
        return ticks < most ? now.AddTicks((long)ticks) : null;
    }

    private static TimeSpan LengthOf(BudgetAccount account) =>
        account.Rule.Limit.Window.IsRolling ? account.Rule.Limit.Window.Span : account.End - account.Start;
}
