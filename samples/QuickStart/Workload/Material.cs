using System.Reflection;
using System.Text.Json;

namespace QuickStart.Workload;

/// <summary>What comes in from outside: messages, questions, changes, invoices. Made up from <c>Material.json</c>, and the same in every run.</summary>
internal static class Material
{
    private static readonly Texts Lists = Load();

    public static string OrderId(Random random) => $"{(char)('A' + random.Next(6))}-{random.Next(10_000, 99_999)}";

    public static string Ticket(Random random) =>
        Fill(Pick(Lists.Complaints, random), random) + "\n" + Pick(Lists.Names, random);

    public static string Question(Random random) => Pick(Lists.Questions, random);

    /// <summary>Picks what a shopper asks: a few questions often, the others seldom, each in one of several wordings.</summary>
    public static string ShopQuestion(Random random)
    {
        double luck = random.NextDouble();
        return Pick(Lists.Shop[(int)(luck * luck * Lists.Shop.Length)], random);
    }

    public static string Product(Random random) => Pick(Lists.Products, random);

    public static string Change(Random random)
    {
        IEnumerable<string> hunks = Enumerable.Range(0, random.Next(2, 6)).Select(_ =>
            $"@@ OrderService.cs:{random.Next(40, 900)} @@\n{Pick(Lists.Changes, random)}");
        return string.Join("\n\n", hunks);
    }

    public static string Invoice(Random random)
    {
        int net = random.Next(120, 9_000);
        return $"""
            Invoice INV-{random.Next(10_000, 99_999)} of 2026-{random.Next(1, 13):00}-{random.Next(1, 29):00} from {Pick(Lists.Suppliers, random)}
            To: Fernhill, attention {Pick(Lists.Names, random)}, order number PO-{random.Next(1_000, 9_999)}
            1  {random.Next(1, 40)} pieces {Product(random)}, according to delivery note     {net}.00
            2  freight and packaging                                       {random.Next(10, 90)}.50
            Net {net + 40}.00  VAT 19 %  due in {(random.Next(2) == 0 ? 14 : 30)} days, amounts in EUR
            """;
    }

    public static string Ledger(Random random)
    {
        IEnumerable<string> lines = Lists.Areas.Select(area => $"{area}: plan {random.Next(40, 900)}, actual {random.Next(40, 900)}, last month {random.Next(40, 900)}");
        return "Write the report for the month from these figures, in thousands.\n" + string.Join('\n', lines);
    }

    private static string Fill(string template, Random random) => template
        .Replace("{order}", OrderId(random), StringComparison.Ordinal)
        .Replace("{product}", Product(random), StringComparison.Ordinal);

    private static string Pick(string[] choices, Random random) => choices[random.Next(choices.Length)];

    private static Texts Load()
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("material.json")!;
        return JsonSerializer.Deserialize<Texts>(stream, JsonSerializerOptions.Web)!;
    }

    private sealed record Texts(string[] Products, string[] Names, string[] Suppliers, string[] Complaints, string[] Questions, string[] Changes, string[] Areas, string[][] Shop);
}
