using System.Collections.Immutable;

namespace TokenFinOps.Routing.Agreement;

/// <summary>How <see cref="AnswerComparer"/> reads answers.</summary>
public sealed record AnswerComparerOptions
{
    /// <summary>Gets the kind of answer that is compared.</summary>
    /// <value>The default is <see cref="AnswerKind.Auto"/>.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is not defined.</exception>
    public AnswerKind Kind
    {
        get;
        init => field = Enum.IsDefined(value) ? value
            : throw new ArgumentOutOfRangeException(nameof(Kind), value, "Not a kind of answer; use a named member of AnswerKind.");
    }

    /// <summary>Gets the most words that a short text may have. A longer text is free prose, which cannot be compared.</summary>
    /// <value>The default is 6.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public int MaxShortTextWords { get; init => field = Positive(value, nameof(MaxShortTextWords)); } = 6;

    /// <summary>Gets the longest answer that is read, in characters. A longer one cannot be compared.</summary>
    /// <value>The default is 65,536.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public int MaxAnswerLength { get; init => field = Positive(value, nameof(MaxAnswerLength)); } = 65_536;

    /// <summary>
    /// Gets the number of words from which a string in a JSON answer is free prose. An answer that holds one cannot be compared, unless it is named like an explanation, which is not compared at all.
    /// Code, <see cref="ComparedFields"/> and arguments of tools are always compared.
    /// </summary>
    /// <value>The default is 20.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public int ProseWords { get; init => field = Positive(value, nameof(ProseWords)); } = 20;

    /// <summary>Gets how strings in JSON answers and in arguments of tools are compared.</summary>
    /// <value>The default is <see cref="AnswerStrings.Auto"/>: names and labels in JSON answers in any case, everything else letter by letter.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is not defined.</exception>
    public AnswerStrings Strings
    {
        get;
        init => field = Enum.IsDefined(value) ? value
            : throw new ArgumentOutOfRangeException(nameof(Strings), value, "Not a way to compare strings; use a named member of AnswerStrings.");
    }

    /// <summary>Gets the names of the properties of a JSON answer's root that alone are compared, all of them, prose or not.</summary>
    /// <value>The default is empty: what is not ignored and not prose is compared.</value>
    public ImmutableArray<string> ComparedFields { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>Gets the names of properties that are never compared, at any depth, in JSON answers and arguments of tools.</summary>
    /// <value>The default is empty.</value>
    public ImmutableArray<string> IgnoredFields { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>Gets a value indicating whether the order of the items of JSON arrays makes no difference.</summary>
    /// <value>The default is <see langword="false"/>.</value>
    public bool UnorderedArrays { get; init; }

    /// <summary>Gets the decimal places to which numbers are rounded before they are compared, half away from zero, or <see langword="null"/> to compare them exactly.</summary>
    /// <value>The default is <see langword="null"/>.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or above 28.</exception>
    public int? Decimals
    {
        get;
        init => field = value is null or (>= 0 and <= 28) ? value
            : throw new ArgumentOutOfRangeException(nameof(Decimals), value, "Use 0 to 28 decimal places, or null for exact numbers.");
    }

    private static int Positive(int value, string name) =>
        value > 0 ? value : throw new ArgumentOutOfRangeException(name, value, $"{name} must be 1 or more.");
}
