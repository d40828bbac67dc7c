namespace TokenFinOps.Onnx.Compression;

/// <summary>What a compressed text keeps whatever the model thinks of it.</summary>
[Flags]
public enum LinguaProtection
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Words with a digit in them: numbers, dates, amounts, versions.</summary>
    Numbers = 1,

    /// <summary>Words that turn a statement round: not, never, without, unless, except, and their like in the largest languages of Europe, in Russian and Chinese.</summary>
    Negations = 2,

    /// <summary>Words that bound a number, and its unit: at least, no more than, up to; 4 hours, 5 %, 12 USD.</summary>
    Quantities = 4,

    /// <summary>Code between backquotes, of a line or of a block.</summary>
    Code = 8,

    /// <summary>What stands between double quotes, of any script.</summary>
    Quotes = 16,

    /// <summary>Addresses, paths and names of programs: <c>https://…</c>, <c>user@host</c>, <c>/etc/hosts</c>, <c>snake_case</c>, <c>camelCase</c>.</summary>
    Identifiers = 32,

    /// <summary>All of these.</summary>
    All = Numbers | Negations | Quantities | Code | Quotes | Identifiers,
}
