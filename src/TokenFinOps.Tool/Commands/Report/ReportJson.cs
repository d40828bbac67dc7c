using System.Text.Json;
using TokenFinOps.Ledger.Query;
using TokenFinOps.Tool.Arguments;
using TokenFinOps.Tool.Output;

namespace TokenFinOps.Tool.Commands.Report;

/// <summary>Writes a report as JSON.</summary>
internal static class ReportJson
{
    public static void Write(Utf8JsonWriter writer, LedgerQuery query, LedgerReport report)
    {
        writer.Moment("from", report.From);
        writer.Moment("to", report.To);
        writer.WriteString("zone", query.TimeZone.Id);
        writer.WriteString("bucket", Words.Kebab(query.Bucket.ToString()));
        string[] names = [.. query.Dimensions.Select(Dimensions.NameOf)];
        writer.Array("rows", report.Rows, row => WriteRow(writer, names, row));
        writer.Array("rest", report.Rest, totals => TotalsJson.Write(writer, totals));
        writer.Array("totals", report.Totals, totals => TotalsJson.Write(writer, totals));
        writer.WriteString("gaps", report.Gaps.ToString());
    }

    private static void WriteRow(Utf8JsonWriter writer, string[] names, LedgerRow row)
    {
        if (row.Start is { } start)
        {
            writer.WriteString("start", start);
        }

        writer.WriteStartObject("keys");
        for (int i = 0; i < row.Keys.Length; i++)
        {
            writer.WriteString(names[i], row.Keys[i]);
        }

        writer.WriteEndObject();
        writer.WriteBoolean("subtotal", row.IsSubtotal);
        TotalsJson.Write(writer, row.Totals);
    }
}
