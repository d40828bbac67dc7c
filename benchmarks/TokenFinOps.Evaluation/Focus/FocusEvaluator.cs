namespace TokenFinOps.Evaluation.Focus;

/// <summary>
/// Checks rows against the requirement model, one by one: every rule that says how it is checked, and those of the others that a row can be checked for
/// (<see cref="WrittenRules"/>).
/// </summary>
/// <remarks>
/// <para>
/// The official validator checks whole files by SQL and so misses one bad value among good ones. Here each row is checked. Columns are checked for presence once; rules of
/// columns that are not there do not apply, because their absence is a violation of its own where it is one.
/// </para>
/// <para>Not thread-safe: what must be the same in every row is remembered.</para>
/// </remarks>
internal sealed class FocusEvaluator
{
    private readonly List<RowCheck> _checks = [];
    private readonly List<DistinctCheck> _distinct = [];
    private readonly List<FocusViolation> _ofColumns = [];
    private readonly List<string> _evaluated = [];
    private readonly Dictionary<string, int> _columns;
    private readonly CheckCompiler _compiler;
    private long _row;

    /// <param name="model">The model.</param>
    /// <param name="columns">The names of the columns, in the order of the cells.</param>
    /// <param name="criteria">What the provider supports: the applicability criteria whose rules apply.</param>
    public FocusEvaluator(FocusModel model, IReadOnlyList<string> columns, IReadOnlySet<string> criteria)
    {
        _columns = columns.Index().ToDictionary(static each => each.Item, static each => each.Index);
        _compiler = new CheckCompiler(_columns, model.Currencies);
        foreach (ReachedRule reached in model.Leaves.Where(reached => reached.Rule.IsStatic && reached.Criteria.All(criteria.Contains)))
        {
            Add(reached);
        }

        _ofColumns.AddRange(WrittenRules.OfColumns(columns));
        _checks.AddRange(WrittenRules.OfRows(_columns));
        _distinct.AddRange(WrittenRules.Distinct(_columns));
    }

    /// <summary>Gets the criteria that an export of this SDK claims.</summary>
    public static IReadOnlySet<string> Claimed { get; } = new HashSet<string>
    {
        "BILLING_BASED_ON_PROVISIONED_RESOURCES_SUPPORTED",
        "COMMITMENT_DISCOUNT_SUPPORTED",
        "MULTIPLE_BILLING_ACCOUNT_TYPES_SUPPORTED",
        "MULTIPLE_PRICING_CATEGORIES_SUPPORTED",
        "MULTIPLE_SUB_ACCOUNT_TYPES_SUPPORTED",
        "NEGOTIATED_PRICING_SUPPORTED",
        "PUBLIC_PRICE_LIST_SUPPORTED",
        "REGION_SUPPORTED",
        "RESOURCE_TYPE_ASSIGNMENT_SUPPORTED",
        "SUB_ACCOUNT_SUPPORTED",
        "TAGGING_SUPPORTED",
        "UNIT_PRICING_SUPPORTED",
        "USAGE_MEASUREMENT_SUPPORTED",
    };

    /// <summary>Gets the ids of the model's rules that are evaluated.</summary>
    public IReadOnlyList<string> Evaluated => _evaluated;

    /// <summary>Gets what is wrong with the columns as a whole.</summary>
    public IReadOnlyList<FocusViolation> OfColumns => _ofColumns;

    /// <summary>Checks the next row.</summary>
    /// <param name="cells">The fields; an empty one is null.</param>
    /// <returns>What is wrong with it.</returns>
    public IReadOnlyList<FocusViolation> Check(string?[] cells)
    {
        _row++;
        List<FocusViolation>? found = null;
        foreach (RowCheck check in _checks)
        {
            if (!check.Holds(cells))
            {
                (found ??= []).Add(new FocusViolation(check.RuleId, check.Keyword, _row, check.Text));
            }
        }

        foreach (DistinctCheck check in _distinct)
        {
            if (!check.Holds(cells))
            {
                (found ??= []).Add(new FocusViolation(check.RuleId, check.Keyword, _row, check.Text));
            }
        }

        return (IReadOnlyList<FocusViolation>?)found ?? [];
    }

    private void Add(ReachedRule reached)
    {
        FocusRule rule = reached.Rule;
        string? function = FocusRule.FunctionOf(rule.Requirement);
        if (rule.Keyword == "MAY" || function is null)
        {
            return;
        }

        if (function == "ColumnPresent")
        {
            _evaluated.Add(rule.Id);
            if (!_columns.ContainsKey(rule.Requirement.GetProperty("ColumnName").GetString()!))
            {
                _ofColumns.Add(new FocusViolation(rule.Id, rule.Keyword == "RECOMMENDED" ? "SHOULD" : rule.Keyword, 0, rule.Text));
            }

            return;
        }

        if (!SubjectsOf(reached).All(_columns.ContainsKey))
        {
            return;
        }

        _evaluated.Add(rule.Id);
        if (function == "CheckDistinctCount")
        {
            _distinct.Add(new DistinctCheck(rule.Id, rule.Keyword, rule.Text, _columns[Column(rule, "ColumnAName")], _columns[Column(rule, "ColumnBName")]));
            return;
        }

        Func<string?[], bool> holds = reached.Alternatives.Count > 0 ? AnyOf(reached.Alternatives) : _compiler.Compile(rule.Requirement);
        Func<string?[], bool>[] conditions = [.. reached.Conditions.Select(_compiler.Compile)];
        _checks.Add(new RowCheck(rule.Id, rule.Keyword, rule.Text, row => Array.Exists(conditions, condition => !condition(row)) || holds(row)));
    }

    private static string Column(FocusRule rule, string property) => rule.Requirement.GetProperty(property).GetString()!;

    private static IEnumerable<string> SubjectsOf(ReachedRule reached) => reached.Alternatives.Count > 0
        ? reached.Alternatives.SelectMany(static rule => CheckCompiler.ColumnsOf(rule.Requirement))
        : CheckCompiler.ColumnsOf(reached.Rule.Requirement);

    // Of alternatives with conditions, those that apply count; an alternative that does not apply proves nothing.
    private Func<string?[], bool> AnyOf(IReadOnlyList<FocusRule> rules)
    {
        (Func<string?[], bool> Applies, Func<string?[], bool> Holds)[] alternatives =
            [.. rules.Select(rule => (rule.Condition.EnumerateObject().Any() ? _compiler.Compile(rule.Condition) : static _ => true, _compiler.Compile(rule.Requirement)))];
        return row => alternatives.Where(each => each.Applies(row)).ToArray() is var applying && (applying.Length == 0 || Array.Exists(applying, each => each.Holds(row)));
    }
}
