using System.Globalization;
using System.Text;
using CsCheck;
using TokenFinOps.Reporting.Focus;
using TokenFinOps.Tests.Ledger;

namespace TokenFinOps.Tests.Reporting.Focus;

public sealed class FocusCsvWriterTests
{
    [Fact]
    public async Task What_is_written_reads_back_as_it_was()
    {
        FocusRow[] rows = await FocusRows.ExportAsync(
            FocusRows.Options(static options => options.BillingAccountName = "Acme, \"the\" Corp\nBerlin"), EntryBuilder.Attempt(0.0000000000000000000000000001m, null, ("team", "ü \"x\", y")));

        (string[] columns, List<string?[]> read) = FocusData.Read(await WriteAsync(FocusVersion.V1_2, rows));

        FocusSchema schema = FocusSchema.For(FocusVersion.V1_2);
        Assert.Equal(schema.Columns.Select(static column => column.Name), columns);
        Assert.Equal(schema.Columns.Select(column => column.Format(rows[0])), Assert.Single(read));
        Assert.Equal("0.0000000000000000000000000001", read[0][Array.IndexOf(columns, "ListCost")]);
        Assert.Equal("{\"team\":\"ü \\\"x\\\", y\"}", read[0][Array.IndexOf(columns, "Tags")]);
    }

    [Fact]
    public async Task Numbers_and_moments_do_not_depend_on_the_culture()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo(string.Empty) { NumberFormat = { NumberDecimalSeparator = ",", NegativeSign = "−" } };
            FocusRow[] rows = await FocusRows.ExportAsync(FocusRows.Options(), EntryBuilder.Attempt(1234.5m));

            string csv = await WriteAsync(FocusVersion.V1_2, [rows[0] with { BilledCost = -1234.5m }]);

            Assert.Contains("-1234.5,acct-1,", csv, StringComparison.Ordinal);
            Assert.Contains(",2026-03-10T12:00:00Z,", csv, StringComparison.Ordinal);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Theory]
    [InlineData(FocusVersion.V1_2, "ProviderName,PublisherName", "ServiceProviderName")]
    [InlineData(FocusVersion.V1_4, "HostProviderName", ",PublisherName")]
    [InlineData(FocusVersion.V1_5Draft, ",PrincipalId,", "x_PrincipalId")]
    public async Task A_version_has_its_own_columns_and_not_another_ones(FocusVersion version, string present, string absent)
    {
        string header = (await WriteAsync(version, [])).Split('\n')[0];

        Assert.Contains(present, header, StringComparison.Ordinal);
        Assert.DoesNotContain(absent, header, StringComparison.Ordinal);
        string[] standard = [.. header.Trim().Split(',').TakeWhile(static name => !name.StartsWith("x_", StringComparison.Ordinal))];
        Assert.Equal(standard.Order(StringComparer.Ordinal), standard);
    }

    [Fact]
    public async Task Any_decimal_is_written_without_an_exponent_and_reads_back_exactly() =>
        await Gen.Decimal.SampleAsync(
            static async cost =>
            {
                FocusRow row = (await FocusRows.ExportAsync(FocusRows.Options(), EntryBuilder.Attempt(1m)))[0] with { BilledCost = cost };

                (_, List<string?[]> read) = FocusData.Read(await WriteAsync(FocusVersion.V1_2, [row]));

                Assert.DoesNotContain('E', read[0][0]!);
                Assert.Equal(cost, decimal.Parse(read[0][0]!, CultureInfo.InvariantCulture));
            },
            iter: 200);

    private static async Task<string> WriteAsync(FocusVersion version, IEnumerable<FocusRow> rows)
    {
        using var stream = new MemoryStream();
        await using (var writer = new FocusCsvWriter(stream, leaveOpen: true))
        {
            await writer.StartAsync(FocusSchema.For(version), TestContext.Current.CancellationToken);
            foreach (FocusRow row in rows)
            {
                await writer.WriteAsync(row, TestContext.Current.CancellationToken);
            }

            await writer.CompleteAsync(TestContext.Current.CancellationToken);
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
