using System.Collections.Immutable;

namespace TokenFinOps.Tokens.Estimation;

/// <summary>How many tokens begin at a character, on average, by its class and the class of the character before it.</summary>
/// <remarks>
/// Measured on real text tokenized with o200k_base by <c>TokenFinOps.Evaluation tokens --calibrate</c>, which also writes the sources of the three tables.
/// The text is the calibration half of the data sets (English, code, JSON, six languages) and, for some forty languages that these lack, public translations of
/// a study guide, a website and the Universal Declaration of Human Rights.
/// A cell is one printable character: the square root of the number, in <see cref="Levels"/> steps up to that of <see cref="Ceiling"/>, so that
/// the small numbers, which most cells are, keep their precision. Immutable and thread-safe.
/// </remarks>
internal sealed class BoundaryTables
{
    public const double Ceiling = 4;
    public const double OddsCeiling = 2;
    public const char Zero = '#';
    public const int Levels = 90;

    private BoundaryTables(string english, string other, string odds)
    {
        English = Decode(english, Weight);
        Other = Decode(other, Weight);
        Odds = Decode(odds, LogOdds);
        Groups = [.. Enumerable.Range(0, CharClass.Count).Select(static index => (byte)CharClass.GroupOf(index))];
    }

    /// <summary>Gets the tables measured on o200k_base.</summary>
    public static BoundaryTables O200k { get; } = new(EnglishWeights.Cells, OtherWeights.Cells, LanguageOdds.Cells);

    /// <summary>Gets the tokens per pair of classes in English and in code; the row is the class before.</summary>
    public float[] English { get; }

    /// <summary>Gets the same in all other languages.</summary>
    public float[] Other { get; }

    /// <summary>Gets the logarithm of how much likelier a pair is in English than elsewhere; zero where no letter is part of it.</summary>
    public float[] Odds { get; }

    /// <summary>Gets the <see cref="ScriptGroup"/> of each class.</summary>
    public ImmutableArray<byte> Groups { get; }

    private static float Weight(int level) => (float)(Ceiling * level * level / (Levels * Levels));

    private static float LogOdds(int level) => (float)(OddsCeiling * ((level * 2.0 / Levels) - 1));

    private static float[] Decode(string cells, Func<int, float> value)
    {
        var table = new float[CharClass.Count * CharClass.Count];
        int index = 0;
        foreach (char cell in cells)
        {
            if (cell != '\n')
            {
                table[index++] = value(cell - Zero);
            }
        }

        return table;
    }
}
