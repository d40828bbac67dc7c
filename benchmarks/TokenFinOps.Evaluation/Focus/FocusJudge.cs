using TokenFinOps.Pricing;
using TokenFinOps.Reporting.Focus;

namespace TokenFinOps.Evaluation.Focus;

/// <summary>Writes rows on, and checks each of them against the requirement model. Adds up costs on its own.</summary>
/// <param name="writer">Where the rows go.</param>
/// <param name="model">The requirement model, or <see langword="null"/> to add up only.</param>
internal sealed class FocusJudge(IFocusWriter writer, FocusModel? model) : IFocusWriter
{
    private const int KeptViolations = 20;

    private FocusColumn[] _columns = [];
    private string?[] _cells = [];
    private FocusEvaluator? _evaluator;
    private ExactSum _list;
    private ExactSum _effective;
    private ExactSum _billed;

    public long Violations { get; private set; }

    public long Warnings { get; private set; }

    /// <summary>Gets the first things that are wrong.</summary>
    public List<string> Found { get; } = [];

    public ExactSum ListCost => _list;

    public ExactSum EffectiveCost => _effective;

    public ExactSum BilledCost => _billed;

    public ValueTask StartAsync(FocusSchema schema, CancellationToken cancellationToken = default)
    {
        _columns = [.. schema.Columns];
        _cells = new string?[_columns.Length];
        if (model is not null)
        {
            _evaluator = new FocusEvaluator(model, [.. _columns.Select(static column => NameIn12(column.Name))], FocusEvaluator.Claimed);
            Count(_evaluator.OfColumns);
        }

        return writer.StartAsync(schema, cancellationToken);
    }

    public ValueTask WriteAsync(FocusRow row, CancellationToken cancellationToken = default)
    {
        _list.Add(row.ListCost);
        _effective.Add(row.EffectiveCost);
        _billed.Add(row.BilledCost);
        if (_evaluator is not null)
        {
            for (int i = 0; i < _columns.Length; i++)
            {
                _cells[i] = _columns[i].Format(row);
            }

            Count(_evaluator.Check(_cells));
        }

        return writer.WriteAsync(row, cancellationToken);
    }

    public ValueTask CompleteAsync(CancellationToken cancellationToken = default) => writer.CompleteAsync(cancellationToken);

    // 1.4 renames the two columns; what 1.2 asks of them it asks of their successors.
    private static string NameIn12(string column) => column switch
    {
        "ServiceProviderName" => "ProviderName",
        "HostProviderName" => "PublisherName",
        _ => column,
    };

    private void Count(IReadOnlyList<FocusViolation> found)
    {
        foreach (FocusViolation violation in found)
        {
            Violations += violation.IsViolation ? 1 : 0;
            Warnings += violation.IsViolation ? 0 : 1;
            if (Found.Count < KeptViolations)
            {
                Found.Add(violation.ToString());
            }
        }
    }
}
