using System.Collections.Frozen;
using System.Text.Json;

namespace TokenFinOps.Evaluation.Focus;

/// <summary>The requirement model of a FOCUS version: its rules, from <c>model-1.2.json</c>, and the national currencies beside it.</summary>
internal sealed class FocusModel
{
    private const string Root = "CostAndUsage-D-000-M";

    private FocusModel(IReadOnlyDictionary<string, FocusRule> rules, FrozenSet<string> currencies)
    {
        Rules = rules;
        Currencies = currencies;
        Leaves = [.. Reach(Root, [], [], [])];
    }

    /// <summary>Gets every rule, by id.</summary>
    public IReadOnlyDictionary<string, FocusRule> Rules { get; }

    /// <summary>Gets the ISO 4217 codes.</summary>
    public FrozenSet<string> Currencies { get; }

    /// <summary>Gets the rules that check something themselves, as they are reached from the data set's own rule: with the conditions and criteria of the rules above them.</summary>
    public IReadOnlyList<ReachedRule> Leaves { get; }

    /// <summary>Reads the model.</summary>
    /// <param name="folder">The folder that holds <c>model-1.2.json</c> and <c>currency_codes.csv</c>.</param>
    /// <exception cref="EvaluationException">A file is missing or malformed.</exception>
    public static FocusModel Load(string folder)
    {
        string path = Path.Combine(folder, "model-1.2.json");
        using JsonDocument json = DataFile.OpenJson(path);
        try
        {
            Dictionary<string, FocusRule> rules = json.RootElement.GetProperty("ModelRules").EnumerateObject()
                .ToDictionary(static each => each.Name, static each => FocusRule.Read(each.Name, each.Value));
            using var reader = new StreamReader(DataFile.Open(Path.Combine(folder, "currency_codes.csv")));
            string[] lines = reader.ReadToEnd().Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            return new FocusModel(rules, lines.Skip(1).Select(static line => line.Split(',')[^1]).ToFrozenSet(StringComparer.Ordinal));
        }
        catch (Exception exception) when (exception is KeyNotFoundException or InvalidOperationException)
        {
            throw new EvaluationException($"'{path}' is not a FOCUS requirement model: {exception.Message}", exception);
        }
    }

    private IEnumerable<ReachedRule> Reach(string id, IReadOnlyList<JsonElement> conditions, IReadOnlyList<string> criteria, HashSet<string> reached)
    {
        FocusRule rule = Rules[id];
        IReadOnlyList<JsonElement> own = rule.Condition.ValueKind == JsonValueKind.Object && rule.Condition.EnumerateObject().Any() ? [.. conditions, rule.Condition] : conditions;
        IReadOnlyList<string> needed = [.. criteria.Union(rule.Criteria)];
        if (rule.Parts.Count == 0 || rule.IsAnyOf)
        {
            return reached.Add(id) ? [new ReachedRule(rule, own, needed, [.. rule.Parts.Select(part => Rules[part])])] : [];
        }

        return rule.Parts.SelectMany(part => Reach(part, own, needed, reached));
    }
}
