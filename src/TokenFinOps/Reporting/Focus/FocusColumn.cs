using System.Globalization;

namespace TokenFinOps.Reporting.Focus;

/// <summary>One column of an export: its name, what it holds, and how its value is read from a row.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed class FocusColumn
{
    internal const string MomentFormat = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    private readonly Func<FocusRow, string?>? _text;
    private readonly Func<FocusRow, decimal?>? _number;
    private readonly Func<FocusRow, DateTimeOffset>? _moment;

    private FocusColumn(string name, FocusColumnType type, bool isNullable)
    {
        Name = name;
        Type = type;
        IsNullable = isNullable;
    }

    private FocusColumn(string name, FocusColumnType type, Func<FocusRow, string?> read, bool isNullable)
        : this(name, type, isNullable) => _text = read;

    private FocusColumn(string name, Func<FocusRow, decimal?> read, bool isNullable)
        : this(name, FocusColumnType.Number, isNullable) => _number = read;

    private FocusColumn(string name, Func<FocusRow, DateTimeOffset> read)
        : this(name, FocusColumnType.Moment, isNullable: false) => _moment = read;

    /// <summary>Gets the column's name, e.g. <c>BilledCost</c>.</summary>
    public string Name { get; }

    /// <summary>Gets what the column holds.</summary>
    public FocusColumnType Type { get; }

    /// <summary>Gets a value indicating whether the column may be empty.</summary>
    public bool IsNullable { get; }

    /// <summary>Reads the value of a column of text or of key-values.</summary>
    /// <param name="row">The row.</param>
    /// <returns>The value, or <see langword="null"/> for an empty field.</returns>
    /// <exception cref="InvalidOperationException">The column holds something else.</exception>
    public string? TextOf(FocusRow row) => (_text ?? throw Wrong(FocusColumnType.Text))(row) is { } text && !string.IsNullOrWhiteSpace(text) ? text : null;

    /// <summary>Reads the value of a column of numbers.</summary>
    /// <param name="row">The row.</param>
    /// <returns>The value, or <see langword="null"/> for an empty field.</returns>
    /// <exception cref="InvalidOperationException">The column holds something else.</exception>
    public decimal? NumberOf(FocusRow row) => (_number ?? throw Wrong(FocusColumnType.Number))(row);

    /// <summary>Reads the value of a column of moments.</summary>
    /// <param name="row">The row.</param>
    /// <returns>The value, in UTC.</returns>
    /// <exception cref="InvalidOperationException">The column holds something else.</exception>
    public DateTimeOffset MomentOf(FocusRow row) => (_moment ?? throw Wrong(FocusColumnType.Moment))(row);

    /// <summary>Writes a value as FOCUS asks: decimals without exponent, moments as <c>2026-07-01T00:00:00Z</c>.</summary>
    /// <param name="row">The row.</param>
    /// <returns>The text, or <see langword="null"/> for an empty field.</returns>
    public string? Format(FocusRow row) => Type switch
    {
        FocusColumnType.Number => NumberOf(row)?.ToString(CultureInfo.InvariantCulture),
        FocusColumnType.Moment => MomentOf(row).UtcDateTime.ToString(MomentFormat, CultureInfo.InvariantCulture),
        _ => TextOf(row),
    };

    /// <summary>Gets the name.</summary>
    /// <returns>The name.</returns>
    public override string ToString() => Name;

    internal static FocusColumn Text(string name, Func<FocusRow, string?> read, bool isNullable = true) => new(name, FocusColumnType.Text, read, isNullable);

    internal static FocusColumn KeyValue(string name, Func<FocusRow, string?> read) => new(name, FocusColumnType.KeyValue, read, isNullable: true);

    internal static FocusColumn Number(string name, Func<FocusRow, decimal?> read, bool isNullable = true) => new(name, read, isNullable);

    internal static FocusColumn Moment(string name, Func<FocusRow, DateTimeOffset> read) => new(name, read);

    private InvalidOperationException Wrong(FocusColumnType asked) => new($"The column {Name} holds {Type}, not {asked}.");
}
