using System.Numerics;
using System.Text.Json;

namespace TokenFinOps.Evaluation.Focus;

/// <summary>Turns checks of the model into functions of a row. The cells of a row stand in the order of the columns; a null is an empty field.</summary>
internal sealed class CheckCompiler(IReadOnlyDictionary<string, int> columns, IReadOnlySet<string> currencies)
{
    /// <summary>Turns a check into a function.</summary>
    /// <exception cref="EvaluationException">The check is of a kind that is not known.</exception>
    public Func<string?[], bool> Compile(JsonElement check)
    {
        if (FocusRule.FunctionOf(check) is not { } function)
        {
            return All(Unlabelled(check));
        }

        return function switch
        {
            "AND" => All(check.GetProperty("Items").EnumerateArray()),
            "OR" => Any(check.GetProperty("Items").EnumerateArray()),
            "CheckValue" => Value(check),
            "CheckNotValue" => Not(Value(check)),
            "CheckSameValue" => Same(check),
            "CheckNotSameValue" => Not(Same(check)),
            "CheckGreaterOrEqualThanValue" => AtLeast(check),
            "ColumnByColumnEqualsColumnValue" => Product(check),
            "TypeString" or "FormatString" => Format(check, FocusFormats.IsText),
            "TypeDecimal" or "CheckDecimalValue" => Format(check, static text => FocusFormats.TryNumber(text, out _)),
            "FormatNumeric" => Format(check, FocusFormats.IsNumber),
            "TypeDateTime" or "FormatDateTime" => Format(check, FocusFormats.IsMoment),
            "FormatKeyValue" => Format(check, FocusFormats.IsKeyValue),
            "FormatUnit" => Format(check, FocusFormats.IsUnit),
            "FormatCurrency" => Format(check, text => currencies.Contains(text) || text.Length > 3),
            "CheckNationalCurrency" => Format(check, currencies.Contains),
            _ => throw new EvaluationException($"The model uses the check '{function}', which is not known here."),
        };
    }

    /// <summary>Gets the columns that a check is about.</summary>
    public static IEnumerable<string> ColumnsOf(JsonElement check)
    {
        if (check.ValueKind == JsonValueKind.Array)
        {
            return check.EnumerateArray().SelectMany(ColumnsOf);
        }

        if (check.ValueKind != JsonValueKind.Object)
        {
            return [];
        }

        return check.EnumerateObject().SelectMany(static each => each.Name.EndsWith("ColumnName", StringComparison.Ordinal) || each.Name is "ColumnAName" or "ColumnBName"
            ? [each.Value.GetString()!]
            : ColumnsOf(each.Value));
    }

    // Two conditions of the model are written {"AND": check} instead of {"CheckFunction": "AND", "Items": [check]}.
    private static JsonElement[] Unlabelled(JsonElement check) =>
        !check.TryGetProperty("AND", out JsonElement inner) ? throw new EvaluationException($"The model has a check that is not known here: {check}")
        : inner.ValueKind == JsonValueKind.Array ? [.. inner.EnumerateArray()]
        : [inner];

    private Func<string?[], bool> All(IEnumerable<JsonElement> checks)
    {
        Func<string?[], bool>[] compiled = [.. checks.Select(Compile)];
        return row => Array.TrueForAll(compiled, check => check(row));
    }

    private Func<string?[], bool> Any(IEnumerable<JsonElement> checks)
    {
        Func<string?[], bool>[] compiled = [.. checks.Select(Compile)];
        return row => Array.Exists(compiled, check => check(row));
    }

    private static Func<string?[], bool> Not(Func<string?[], bool> check) => row => !check(row);

    private Func<string?[], bool> Value(JsonElement check)
    {
        int column = Column(check, "ColumnName");
        JsonElement value = check.GetProperty("Value");
        if (value.ValueKind == JsonValueKind.Null)
        {
            return row => Cell(row, column) is null;
        }

        if (value.ValueKind != JsonValueKind.Number)
        {
            string text = value.GetString()!;
            return row => Cell(row, column) == text;
        }

        decimal number = value.GetDecimal();
        return row => Cell(row, column) is { } cell && FocusFormats.TryNumber(cell, out decimal actual) && actual == number;
    }

    private Func<string?[], bool> Same(JsonElement check)
    {
        (int a, int b) = (Column(check, "ColumnAName"), Column(check, "ColumnBName"));
        return row => Cell(row, a) == Cell(row, b);
    }

    private Func<string?[], bool> AtLeast(JsonElement check)
    {
        int column = Column(check, "ColumnName");
        decimal least = check.GetProperty("Value").GetDecimal();
        return row => Cell(row, column) is not { } cell || (FocusFormats.TryNumber(cell, out decimal actual) && actual >= least);
    }

    private Func<string?[], bool> Product(JsonElement check)
    {
        (int a, int b, int product) = (Column(check, "ColumnAName"), Column(check, "ColumnBName"), Column(check, "ResultColumnName"));
        return row => IsProduct(Cell(row, a), Cell(row, b), Cell(row, product));
    }

    /// <summary>Compares a product with all its digits, where decimal arithmetic would round both sides alike.</summary>
    internal static bool IsProduct(string? a, string? b, string? product)
    {
        if (a is null || b is null || product is null)
        {
            return true;
        }

        if (!FocusFormats.TryNumber(a, out decimal left) || !FocusFormats.TryNumber(b, out decimal right) || !FocusFormats.TryNumber(product, out decimal stated))
        {
            return false;
        }

        return Units(left) * Units(right) == Units(stated) * Units(1m);
    }

    private static BigInteger Units(decimal value)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        BigInteger magnitude = new UInt128((uint)bits[2], ((ulong)(uint)bits[1] << 32) | (uint)bits[0]);
        return (bits[3] < 0 ? -magnitude : magnitude) * BigInteger.Pow(10, 28 - value.Scale);
    }

    private Func<string?[], bool> Format(JsonElement check, Func<string, bool> isWellFormed)
    {
        int column = Column(check, "ColumnName");
        return row => Cell(row, column) is not { } cell || isWellFormed(cell);
    }

    // Two checks of the model name their column CheckCondition instead of ColumnName.
    private int Column(JsonElement check, string property)
    {
        JsonElement name = check.TryGetProperty(property, out JsonElement named) ? named : check.GetProperty("CheckCondition");
        return columns.GetValueOrDefault(name.GetString()!, -1);
    }

    // A column that is not there is null to the conditions of other columns' rules.
    private static string? Cell(string?[] row, int column) => column < 0 ? null : row[column];
}
