using System.Collections.Immutable;
using TokenFinOps.Ledger.Query;

namespace TokenFinOps.Ledger.Runs;

/// <summary>Adds up the entries of a run.</summary>
/// <remarks>Mutable and not thread-safe.</remarks>
internal sealed class RunSums
{
    private readonly CurrencyTallies _totals = new();
    private readonly Dictionary<(string Name, bool IsOperation), CurrencyTallies> _steps = [];
    private readonly Dictionary<Guid, int> _attempts = [];

    public void Add(LedgerEntry entry, LedgerDimension step)
    {
        _totals.Add(entry);
        string? name = step.ValueOf(entry);
        StepOf((name ?? entry.Operation, name is null)).Add(entry);
        if (entry.Kind == LedgerEntryKind.Attempt)
        {
            Count(entry.RequestId, 1);
        }
    }

    public void Add(RunSums other)
    {
        _totals.Add(other._totals);
        foreach (((string Name, bool IsOperation) key, CurrencyTallies tallies) in other._steps)
        {
            StepOf(key).Add(tallies);
        }

        foreach ((Guid request, int attempts) in other._attempts)
        {
            Count(request, attempts);
        }
    }

    public RunFigures ToFigures() => new()
    {
        Totals = _totals.ToTotals(),
        Steps = Steps(),
        Requests = _attempts.Count,
        MostAttemptsOfARequest = _attempts.Values.DefaultIfEmpty().Max(),
    };

    private ImmutableArray<RunStep> Steps() =>
    [
        .. _steps
            .Select(static step => new RunStep { Name = step.Key.Name, IsOperation = step.Key.IsOperation, Totals = step.Value.ToTotals() })
            .OrderByDescending(static step => step.Attempts).ThenBy(static step => step.Name, StringComparer.Ordinal).ThenBy(static step => step.IsOperation),
    ];

    private CurrencyTallies StepOf((string Name, bool IsOperation) key)
    {
        if (!_steps.TryGetValue(key, out CurrencyTallies? tallies))
        {
            _steps[key] = tallies = new CurrencyTallies();
        }

        return tallies;
    }

    private void Count(Guid request, int attempts) => _attempts[request] = _attempts.GetValueOrDefault(request) + attempts;
}
