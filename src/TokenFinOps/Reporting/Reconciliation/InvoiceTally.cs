namespace TokenFinOps.Reporting.Reconciliation;

/// <summary>Adds up an invoice by day, model, project and API key, so that its lines need not be kept.</summary>
/// <remarks>Mutable and not thread-safe.</remarks>
internal sealed class InvoiceTally(ReconciliationOptions options, ModelNameMatcher names)
{
    private const string NoModel = "(no model)";

    // Project and key are kept as the invoice names them, whether they are compared or not: spend that nobody metered is reported by them.
    private readonly Dictionary<ReconciliationKey, InvoiceSum> _sums = [];
    private bool _chargesModels;
    private bool _usesModels;

    public bool HasAmounts { get; private set; }

    public long Outside { get; private set; }

    public DateOnly? FirstDay { get; private set; }

    public DateOnly? LastDay { get; private set; }

    /// <summary>Gets the sums by all that the invoice says.</summary>
    public IEnumerable<(ReconciliationKey Key, InvoiceSum Sum)> Details => _sums.Select(pair => (pair.Key with { Model = ModelOf(pair.Key.Model) }, pair.Value));

    /// <summary>Gets a value indicating whether models are told apart: by what is charged, or by what is used where nothing is charged.</summary>
    public bool HasModels => HasAmounts ? _chargesModels : _usesModels;

    public void Add(InvoiceLine line)
    {
        if (line.Day < options.From || line.Day > options.To)
        {
            Outside++;
            return;
        }

        FirstDay = FirstDay is { } first && first <= line.Day ? first : line.Day;
        LastDay = LastDay is { } last && last >= line.Day ? last : line.Day;
        HasAmounts |= line.Amount is not null;
        _usesModels |= line.Model is not null;
        _chargesModels |= line.Model is not null && line.Amount is not null;
        string model = line.Model is { } name ? names.Match(name) : line.LineItem ?? NoModel;
        var key = new ReconciliationKey(line.Day, model, line.Project, line.ApiKey, line.Currency);
        if (!_sums.TryGetValue(key, out InvoiceSum? sum))
        {
            _sums[key] = sum = new InvoiceSum();
        }

        sum.Add(line);
    }

    /// <summary>Gets the key that a part of the invoice is compared under.</summary>
    public ReconciliationKey ComparedAs(ReconciliationKey detail) => detail with
    {
        Project = options.ProjectTag is null ? null : detail.Project,
        ApiKey = options.ApiKeyTag is null ? null : detail.ApiKey,
    };

    private string ModelOf(string model) => HasModels ? model : ReconciliationLine.AllModels;
}
