using System.Text;
using Microsoft.ML.Tokenizers;
using TokenFinOps.Tokens.Estimation;

namespace TokenFinOps.Evaluation.TokenEstimates;

/// <summary>Measures the estimator's tables on tokenized text.</summary>
internal sealed class TokenCalibration
{
    // What an average is worth before a pair was seen: that many characters of the class alone.
    private const double PriorCharacters = 8;

    // Every kind of text counts as if it had this many characters, English and code more since most traffic is.
    private const double CharactersPerKind = 100_000;

    private static readonly int Cells = CharClass.Count * CharClass.Count;

    private readonly Statistics _english = new(Cells);
    private readonly Statistics _other = new(Cells);

    /// <summary>Measures the tables.</summary>
    public static TokenCalibration Of(IReadOnlyCollection<TokenSample> samples, Tokenizer tokenizer)
    {
        var calibration = new TokenCalibration();
        Dictionary<string, double> sizes = samples.GroupBy(SizeKey).ToDictionary(static kind => kind.Key, static kind => (double)kind.Sum(static sample => sample.Text.Length));
        foreach (TokenSample sample in samples)
        {
            double weight = Math.Min(20, CharactersPerKind * Importance(sample) / sizes[SizeKey(sample)]);
            calibration.Add(sample, weight, tokenizer);
        }

        return calibration;
    }

    /// <summary>Writes the three tables' sources.</summary>
    public void Write(string folder)
    {
        WriteTable(folder, "EnglishWeights", "The average number of tokens that begin at a character in English and in code.", cell => Level(_english.Average(cell)));
        WriteTable(folder, "OtherWeights", "The average number of tokens that begin at a character in all other languages.", cell => Level(_other.Average(cell)));
        WriteTable(folder, "LanguageOdds", "How much likelier a pair of classes is in English and in code than in other languages.", OddsLevel);
    }

    private static string SizeKey(TokenSample sample) => sample.IsEnglishOrCode ? sample.Set : sample.Kind;

    // Roughly by how much of it is written: where languages share letters, the tables fit the larger ones best.
    private static double Importance(TokenSample sample) => sample.Kind switch
    {
        "ru" => 4,
        "en" or "code" or "zh" or "ar" or "hi" => 2,
        _ => 1,
    };

    private static int Level(double tokens) => (int)Math.Round(BoundaryTables.Levels * Math.Sqrt(Math.Min(tokens, BoundaryTables.Ceiling) / BoundaryTables.Ceiling));

    private static bool IsLetter(int classIndex) => CharClass.GroupOf(classIndex) is not (ScriptGroup.Digits or ScriptGroup.EnglishSpace or ScriptGroup.Punctuation or ScriptGroup.Symbols);

    private static void WriteTable(string folder, string name, string summary, Func<int, int> level)
    {
        var source = new StringBuilder();
        source.Append("namespace TokenFinOps.Tokens.Estimation;\n\n");
        source.Append($"/// <summary>{summary}</summary>\n/// <remarks>Written by <c>TokenFinOps.Evaluation tokens --calibrate</c>; see <see cref=\"BoundaryTables\"/> for the code.</remarks>\n");
        source.Append($"internal static class {name}\n{{\n    internal const string Cells = \"\"\"\n");
        for (int row = 0; row < CharClass.Count; row++)
        {
            source.Append("        ");
            for (int column = 0; column < CharClass.Count; column++)
            {
                source.Append((char)(BoundaryTables.Zero + level((row * CharClass.Count) + column)));
            }

            source.Append('\n');
        }

        source.Append("        \"\"\";\n}\n");
        File.WriteAllText(Path.Combine(folder, name + ".cs"), source.ToString());
    }

    private void Add(TokenSample sample, double weight, Tokenizer tokenizer)
    {
        double[] starts = new double[sample.Text.Length];
        foreach (EncodedToken token in tokenizer.EncodeToTokens(sample.Text, out _))
        {
            starts[Math.Min(token.Offset.Start.Value, starts.Length - 1)]++;
        }

        int previous = CharClass.Start;
        for (int index = 0; index < starts.Length; index++)
        {
            int own = CharClass.Next(previous, sample.Text[index]);

            // Each table sees a little of the other's text, for the scripts and signs that its own has none of.
            // Identifiers and encoded bytes are in no language.
            bool random = sample.Kind == "random";
            _english.Add(previous, own, starts[index], sample.IsEnglishOrCode ? weight : 0.02 * weight, sample.IsEnglishOrCode);
            _other.Add(previous, own, starts[index], sample.IsEnglishOrCode && !random ? 0.02 * weight : weight, !sample.IsEnglishOrCode);
            previous = own;
        }
    }

    private int OddsLevel(int cell)
    {
        if (!IsLetter(cell / CharClass.Count) && !IsLetter(cell % CharClass.Count))
        {
            return BoundaryTables.Levels / 2;
        }

        double odds = Math.Clamp(Math.Log(_english.Share(cell) / _other.Share(cell)), -BoundaryTables.OddsCeiling, BoundaryTables.OddsCeiling);
        return (int)Math.Round(BoundaryTables.Levels * ((odds / BoundaryTables.OddsCeiling) + 1) / 2);
    }

    private sealed class Statistics(int cells)
    {
        private readonly double[] _tokens = new double[cells];
        private readonly double[] _characters = new double[cells];
        private readonly double[] _classTokens = new double[CharClass.Count];
        private readonly double[] _classCharacters = new double[CharClass.Count];
        private readonly double[] _ownCharacters = new double[cells];
        private double _total;

        public void Add(int previous, int own, double tokens, double weight, bool isOwn)
        {
            int cell = (previous * CharClass.Count) + own;
            _tokens[cell] += weight * tokens;
            _characters[cell] += weight;
            _classTokens[own] += weight * tokens;
            _classCharacters[own] += weight;
            _ownCharacters[cell] += isOwn ? weight : 0;
            _total += isOwn ? weight : 0;
        }

        public double Average(int cell)
        {
            int own = cell % CharClass.Count;
            double prior = (_classTokens[own] + 1) / (_classCharacters[own] + 1);
            return (_tokens[cell] + (PriorCharacters * prior)) / (_characters[cell] + PriorCharacters);
        }

        public double Share(int cell) => (_ownCharacters[cell] + 3) / (_total + (3.0 * 1_000));
    }
}
