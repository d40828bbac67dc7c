namespace QuickStart.Workload;

/// <summary>What comes in from outside: messages, questions, changes, invoices. Made up, and the same in every run.</summary>
internal static class Material
{
    private static readonly string[] Products = ["tent", "sleeping bag", "65-litre backpack", "rain jacket", "hiking boots", "gas stove", "head lamp", "down vest", "trekking poles"];
    private static readonly string[] Names = ["Mara", "Jonas", "Priya", "Tomasz", "Elif", "Ben", "Sofia", "Kwame"];
    private static readonly string[] Suppliers = ["Alpine Textiles", "Nordic Freight", "Harbour Packaging", "Bright Software", "Studio Kestrel"];

    private static readonly string[] Complaints =
    [
        "My order {order} was supposed to arrive on Tuesday. The tracking page for the {product} has not moved since, and we leave on Saturday. Where is it?",
        "I sent the {product} from order {order} back two weeks ago and still have no refund. The parcel shop gave me a receipt. When do I get my money?",
        "The zip of the {product} broke after one season. Order {order}. Is that covered, and how long does the repair take?",
        "You charged my card twice for order {order}. Please cancel one payment and confirm it in writing.",
        "Can I still change the delivery address of order {order}? I moved last week and the {product} would go to the old flat.",
        "The {product} in order {order} arrived with a torn seam. I would like a replacement, not a repair, since the trip is next week.",
        "The {product} is twenty cheaper today than when I ordered it nine days ago (order {order}). What can you do about it?",
    ];

    private static readonly string[] Questions =
    [
        "How much may a hotel cost on a business trip, and what about meals?",
        "Can I carry unused leave into next year, and until when?",
        "I want to work from abroad for three weeks in the summer. What do I have to do?",
        "My laptop was stolen on the train. Whom do I tell, and how fast?",
        "Do I need two offers for a software subscription of 6,000?",
        "What happens to climbing hardware that a customer returns with an open seal?",
        "How long do we keep a customer's messages, and who answers a deletion request?",
        "How heavy may a load be that I lift alone in the warehouse?",
        "What is paid for on-call duty, and who writes the review after an incident?",
        "How many test orders does a new shop need before it opens?",
    ];

    private static readonly string[] Changes =
    [
        "-    var total = order.Lines.Sum(l => l.Price * l.Quantity);\n+    var total = (decimal)order.Lines.Sum(l => (double)l.Price * l.Quantity);\n+    _ = _audit.WriteAsync(order.Id, total);",
        "-    await _gate.WaitAsync(ct);\n+    _gate.Wait();\n     try { return await LoadAsync(id, ct); }\n     finally { _gate.Release(); }",
        "+    if (DateTime.Now.Hour < 6)\n+        return Result.Fail(\"picking has not started\");\n     foreach (var id in ids)\n+        stock.Add(await _db.Stock.SingleAsync(s => s.Id == id, ct));",
        "-    catch (CarrierException e) { throw; }\n+    catch (Exception e) { _log.LogError(e, \"failed for {Customer}\", order.Customer); throw; }",
        "+    private static readonly Dictionary<string, Price> Prices = new();\n     public Price For(string sku) =>\n+        Prices.TryGetValue(sku, out var p) ? p : Prices[sku] = Load(sku);",
    ];

    public static string OrderId(Random random) => $"{(char)('A' + random.Next(6))}-{random.Next(10_000, 99_999)}";

    public static string Ticket(Random random) =>
        Fill(Complaints[random.Next(Complaints.Length)], random) + "\n" + Names[random.Next(Names.Length)];

    public static string Question(Random random) => Questions[random.Next(Questions.Length)];

    public static string Product(Random random) => Products[random.Next(Products.Length)];

    public static string Change(Random random)
    {
        IEnumerable<string> hunks = Enumerable.Range(0, random.Next(2, 6)).Select(_ =>
            $"@@ OrderService.cs:{random.Next(40, 900)} @@\n{Changes[random.Next(Changes.Length)]}");
        return string.Join("\n\n", hunks);
    }

    public static string Invoice(Random random)
    {
        int net = random.Next(120, 9_000);
        return $"""
            Invoice INV-{random.Next(10_000, 99_999)} of 2026-{random.Next(1, 13):00}-{random.Next(1, 29):00} from {Suppliers[random.Next(Suppliers.Length)]}
            To: Fernhill, attention {Names[random.Next(Names.Length)]}, order number PO-{random.Next(1_000, 9_999)}
            1  {random.Next(1, 40)} pieces {Product(random)}, according to delivery note     {net}.00
            2  freight and packaging                                       {random.Next(10, 90)}.50
            Net {net + 40}.00  VAT 19 %  due in {(random.Next(2) == 0 ? 14 : 30)} days, amounts in EUR
            """;
    }

    public static string Ledger(Random random)
    {
        string[] areas = ["warehouse wages", "freight", "packaging", "cloud", "model calls", "advertising", "returns", "rent"];
        IEnumerable<string> lines = areas.Select(area => $"{area}: plan {random.Next(40, 900)}, actual {random.Next(40, 900)}, last month {random.Next(40, 900)}");
        return "Write the report for the month from these figures, in thousands.\n" + string.Join('\n', lines);
    }

    private static string Fill(string template, Random random) => template
        .Replace("{order}", OrderId(random), StringComparison.Ordinal)
        .Replace("{product}", Product(random), StringComparison.Ordinal);
}
