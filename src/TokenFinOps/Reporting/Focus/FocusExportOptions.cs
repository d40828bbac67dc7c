using TokenFinOps.Pricing;

namespace TokenFinOps.Reporting.Focus;

/// <summary>What a FOCUS export says beyond what the ledger knows: accounts, invoices, names, commitments.</summary>
public sealed class FocusExportOptions
{
    /// <summary>Gets or sets the version of FOCUS.</summary>
    /// <value>The default is <see cref="FocusVersion.V1_2"/>.</value>
    public FocusVersion Version { get; set; }

    /// <summary>Gets or sets how much of the ledger one row adds up.</summary>
    /// <value>The default is <see cref="FocusGranularity.Hour"/>.</value>
    public FocusGranularity Granularity { get; set; }

    /// <summary>Gets or sets the account that providers bill. Needed; a provider may have its own (<see cref="FocusProvider.BillingAccountId"/>).</summary>
    /// <value>There is no default: FOCUS allows no placeholder.</value>
    public string? BillingAccountId { get; set; }

    /// <summary>Gets or sets the name of that account.</summary>
    /// <value>The default is <see langword="null"/>: it has none.</value>
    public string? BillingAccountName { get; set; }

    /// <summary>Gets or sets what sort of account it is.</summary>
    /// <value>The default is <c>Organization</c>.</value>
    public string BillingAccountType { get; set; } = "Organization";

    /// <summary>Gets or sets the only currency that entries may have, or <see langword="null"/> for any; an export never converts.</summary>
    /// <value>The default is <see langword="null"/>: each row is in its entry's currency.</value>
    public string? BillingCurrency { get; set; }

    /// <summary>Gets or sets the tag whose value is the sub account: the provider's project or workspace.</summary>
    /// <value>The default is <see langword="null"/>: <see cref="SubAccountId"/> for every row.</value>
    public string? SubAccountTag { get; set; }

    /// <summary>Gets or sets the sub account of rows that <see cref="SubAccountTag"/> says nothing of.</summary>
    /// <value>The default is <see langword="null"/>: none.</value>
    public string? SubAccountId { get; set; }

    /// <summary>Gets or sets what sort of part a sub account is.</summary>
    /// <value>The default is <c>Project</c>.</value>
    public string SubAccountType { get; set; } = "Project";

    /// <summary>Gets the names of sub accounts, by id.</summary>
    /// <value>The default is none: a sub account goes by its id.</value>
    public IDictionary<string, string> SubAccountNames { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Gets or sets the tag that names the service account or key that made a call; <c>PrincipalId</c>.</summary>
    /// <value>The default is <see langword="null"/>: not said.</value>
    public string? PrincipalTag { get; set; }

    /// <summary>Gets or sets the tag that names for whom a call was made; <c>ConsumerId</c>. Its values should be opaque or hashed: a person's name does not belong in a bill.</summary>
    /// <value>The default is <see langword="null"/>: not said.</value>
    public string? ConsumerTag { get; set; }

    /// <summary>Gets or sets what finds an invoice's id from the provider's name and the start of the billing period; <see langword="null"/> from it is an invoice that is not there yet.</summary>
    /// <value>The default is <see langword="null"/>: no row has an invoice.</value>
    public Func<string, DateTimeOffset, string?>? InvoiceId { get; set; }

    /// <summary>Gets the names that stand behind provider ids, without regard to case. They win over those that are known.</summary>
    /// <value>The default is none: the providers of the shipped catalogue are known, others go by their id.</value>
    public IDictionary<string, FocusProvider> Providers { get; } = new Dictionary<string, FocusProvider>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Gets the names of regions, by id.</summary>
    /// <value>The default is none: a region goes by its id.</value>
    public IDictionary<string, string> RegionNames { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Gets or sets what describes a model, from the provider's id and the model's name. It must always say the same of the same model.</summary>
    /// <value>The default is <see langword="null"/>: what the names tell.</value>
    public Func<string?, string, FocusModelFacts?>? DescribeModel { get; set; }

    /// <summary>Gets or sets what finds the resource that serves a self-hosted deployment, from the deployment's name.</summary>
    /// <value>The default is <see langword="null"/>: no row has a resource.</value>
    public Func<string?, FocusResource?>? ResourceOf { get; set; }

    /// <summary>
    /// Gets or sets the first moment that is not invoiced yet. Corrections of earlier charges are then billed in the period of that moment, and later ones are not
    /// marked as corrections, because nobody was invoiced for what they correct.
    /// </summary>
    /// <value>The default is <see langword="null"/>: every correction is marked, and billed in the period that it corrects.</value>
    public DateTimeOffset? InvoicedUntil { get; set; }

    /// <summary>Gets or sets the first moment of the export, for what does not come from entries: commitments, training, charges.</summary>
    /// <value>The default is <see langword="null"/>: the filter's, else from the beginning.</value>
    public DateTimeOffset? From { get; set; }

    /// <summary>Gets or sets the first moment after the export, for what does not come from entries.</summary>
    /// <value>The default is <see langword="null"/>: the filter's, else to the end of every term.</value>
    public DateTimeOffset? To { get; set; }

    /// <summary>Gets what was bought in advance: prepaid credits, provisioned throughput.</summary>
    public IList<FocusCommitment> Commitments { get; } = [];

    /// <summary>Gets what was trained and is written off over its life.</summary>
    public IList<FocusTraining> Training { get; } = [];

    /// <summary>Gets charges that the ledger does not hold: credits, taxes, storage.</summary>
    public IList<FocusCharge> Charges { get; } = [];

    /// <summary>
    /// Gets or sets how many rows may be added up at a time. Beyond that the oldest period is written out, and what comes late for it makes rows of its own: which is
    /// legal, and the sums are the same.
    /// </summary>
    /// <value>The default is 50,000. A row takes about 0.5 KB.</value>
    public int MaxOpenRows { get; set; } = 50_000;

    internal void Validate()
    {
        List<string> faults = [];
        if (string.IsNullOrWhiteSpace(BillingAccountId))
        {
            faults.Add($"{nameof(BillingAccountId)} is missing; set it to the account that the provider bills, FOCUS allows no placeholder.");
        }

        if (BillingCurrency is not null && !CurrencyCode.IsKnown(BillingCurrency))
        {
            faults.Add($"{nameof(BillingCurrency)} is '{BillingCurrency}'; use an ISO 4217 code such as USD.");
        }

        if (!Enum.IsDefined(Version) || !Enum.IsDefined(Granularity))
        {
            faults.Add($"{nameof(Version)} {Version} or {nameof(Granularity)} {Granularity} is not known; use a named member.");
        }

        if (MaxOpenRows < 1)
        {
            faults.Add($"{nameof(MaxOpenRows)} is {MaxOpenRows}; it must be at least 1.");
        }

        if (To <= From)
        {
            faults.Add($"{nameof(To)} is {To:u}, not after {nameof(From)}, {From:u}.");
        }

        faults.AddRange(DoubleIds());
        if (faults.Count > 0)
        {
            throw new ArgumentException($"The options of the FOCUS export are not valid. {string.Join(' ', faults)}");
        }
    }

    private IEnumerable<string> DoubleIds() =>
        Commitments.Select(static commitment => commitment.Id).Concat(Training.Select(static training => training.Id))
            .GroupBy(static id => id, StringComparer.Ordinal)
            .Where(static same => same.Count() > 1)
            .Select(static same => $"'{same.Key}' is the id of {same.Count()} commitments; give each its own.");
}
