using CsvHelper;
using TokenFinOps.Evaluation.Focus;
using TokenFinOps.Tests.Pricing.Extraction;

namespace TokenFinOps.Tests.Reporting.Focus;

/// <summary>The requirement model and the samples of FOCUS, where the data sets are there.</summary>
internal static class FocusData
{
    private static readonly Lazy<FocusModel> Loaded = new(static () => FocusModel.Load(OracleData.Find("focus")!));

    public static FocusModel Model
    {
        get
        {
            Require();
            return Loaded.Value;
        }
    }

    /// <summary>Skips the test when the model is not there. To be called before a property is sampled, which would take the skip for a failure.</summary>
    public static void Require() => Assert.SkipUnless(OracleData.Find("focus/model-1.2.json") is not null, OracleData.Absent);

    /// <summary>Reads a sample: its columns, then its rows.</summary>
    public static (string[] Columns, List<string?[]> Rows) Sample(string name)
    {
        string? path = OracleData.Find(Path.Combine("focus", "samples", name));
        Assert.SkipUnless(path is not null, OracleData.Absent);
        return Read(File.ReadAllText(path!).TrimStart('\uFEFF'));
    }

    /// <summary>Reads CSV: an empty field is null.</summary>
    public static (string[] Columns, List<string?[]> Rows) Read(string csv)
    {
        using CsvReader reader = CsvReader.FromText(csv, new CsvReaderOptions { FieldCountMismatch = CsvFieldCountHandling.Allow });
        List<string?[]> rows = [];
        while (reader.Read())
        {
            rows.Add([.. reader.Current.ToArray().Select(static cell => cell.Length == 0 ? null : cell)]);
        }

        return ([.. reader.Headers], rows);
    }
}
