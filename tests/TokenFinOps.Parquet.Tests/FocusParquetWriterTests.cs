using CsCheck;
using Parquet;
using Parquet.Schema;
using TokenFinOps.Ledger;
using TokenFinOps.Ledger.InMemory;
using TokenFinOps.Ledger.Query;
using TokenFinOps.Pricing;
using TokenFinOps.Reporting.Focus;

namespace TokenFinOps.Parquet.Tests;

public sealed class FocusParquetWriterTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 10, 12, 30, 0, TimeSpan.Zero);

    private static readonly FocusRow Row = new()
    {
        BilledCost = 0.0000025m,
        BillingAccountId = "acct-1",
        BillingCurrency = "USD",
        BillingPeriodEnd = new DateTimeOffset(2026, 4, 1, 0, 0, 0, TimeSpan.Zero),
        BillingPeriodStart = new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero),
        ChargePeriodEnd = Noon.AddMinutes(30),
        ChargePeriodStart = Noon.AddMinutes(-30),
        ContractedCost = 1m,
        EffectiveCost = 2m,
        InvoiceIssuerName = "OpenAI",
        ListCost = 3m,
        ProviderName = "OpenAI",
        PublisherName = "OpenAI",
        ServiceCategory = "AI and Machine Learning",
        ServiceName = "OpenAI API",
        Tags = """{"team":"ü \"x\""}""",
    };

    [Fact]
    public async Task Everything_that_is_written_reads_back_as_it_was()
    {
        FocusRow[] rows = [Row, Row with { BilledCost = -99_999_999_999_999_999_999.123456789m, ConsumedQuantity = 12m, BillingAccountName = "Acme", IsCorrection = true }];

        (ParquetSchema schema, List<Dictionary<string, object?>> read) = await RoundTripAsync(rows, new FocusParquetOptions { DecimalScale = 9 });

        FocusSchema expected = FocusSchema.For(FocusVersion.V1_2);
        Assert.Equal(expected.Columns.Select(static column => column.Name), schema.DataFields.Select(static field => field.Name));
        Assert.Equal(rows.Length, read.Count);
        Assert.All(rows.Zip(read), pair => Assert.Equal(Cells(expected, pair.First), expected.Columns.Select(column => pair.Second[column.Name])));
    }

    [Theory]
    [InlineData(25, 10, 3)]
    [InlineData(140, 10, 14)]
    [InlineData(150, 10, 15)]
    [InlineData(9_005, 64, 141)]
    [InlineData(12_289, 8_192, 2)]
    public async Task Row_groups_are_bounded_and_keep_the_order(int rows, int rowsPerGroup, int groups)
    {
        FocusRow[] written = [.. Enumerable.Range(0, rows).Select(static index =>
            Row with { ConsumedQuantity = index % 7 == 0 ? null : index, BillingAccountName = index % 5 < 2 ? null : $"Acme {index / 3}" })];
        using MemoryStream stream = await WriteAsync(written, new FocusParquetOptions { RowsPerGroup = rowsPerGroup });

        await using ParquetReader reader = await ParquetReader.CreateAsync(stream, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal([.. Enumerable.Repeat<long>(rowsPerGroup, groups - 1), rows - ((groups - 1) * rowsPerGroup)], reader.RowGroups.Select(static group => group.RowCount));
        Assert.Equal(rows, reader.Metadata!.NumRows);
        List<Dictionary<string, object?>> read = await ReadAsync(reader);
        Assert.Equal(written.Select(static row => (row.ConsumedQuantity, row.BillingAccountName)), read.Select(static row => ((decimal?)row["ConsumedQuantity"], (string?)row["BillingAccountName"])));
    }

    [Fact]
    public async Task An_export_that_stops_half_way_cannot_be_taken_for_a_whole_one()
    {
        using var stream = new MemoryStream();
        await using (var writer = new FocusParquetWriter(stream, new FocusParquetOptions { RowsPerGroup = 2 }, leaveOpen: true))
        {
            await writer.StartAsync(FocusSchema.For(FocusVersion.V1_2), TestContext.Current.CancellationToken);
            for (int row = 0; row < 5; row++)
            {
                await writer.WriteAsync(Row, TestContext.Current.CancellationToken);
            }
        }

        stream.Position = 0;

        await Assert.ThrowsAnyAsync<Exception>(async () => await ParquetReader.CreateAsync(stream, cancellationToken: TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task An_export_without_rows_is_a_file_with_columns()
    {
        (ParquetSchema schema, List<Dictionary<string, object?>> rows) = await RoundTripAsync([]);

        Assert.NotEmpty(schema.DataFields);
        Assert.Empty(rows);
    }

    [Theory]
    [InlineData("0.0000000000000000001", "DecimalScale")]
    [InlineData("100000000000000000000", "DecimalScale")]
    public async Task A_number_that_does_not_fit_is_refused_with_its_column_its_value_and_the_cure(string number, string cure)
    {
        decimal cost = decimal.Parse(number, System.Globalization.CultureInfo.InvariantCulture);

        var error = await Assert.ThrowsAsync<OverflowException>(() => WriteAsync([Row with { EffectiveCost = cost }]));

        Assert.All(["EffectiveCost", number, cure], part => Assert.Contains(part, error.Message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_value_that_a_column_must_have_is_asked_for()
    {
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => WriteAsync([Row with { PublisherName = null }]));

        Assert.Contains("PublisherName", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_decimal_that_fits_keeps_every_digit() =>
        await Gen.Select(Gen.Int[0, 28], Gen.Long[-9_999_999_999, 9_999_999_999], Gen.Int[0, 28]).SampleAsync(
            static async (scale, units, digits) =>
            {
                ulong magnitude = (ulong)Math.Abs(units);
                decimal number = new((int)magnitude, (int)(magnitude >> 32), 0, units < 0, (byte)Math.Min(digits, scale));

                (_, List<Dictionary<string, object?>> read) = await RoundTripAsync([Row with { BilledCost = number }], new FocusParquetOptions { DecimalScale = scale });

                Assert.Equal(number, read[0]["BilledCost"]);
            },
            iter: 200, seed: "0000000000a1");

    [Fact]
    public async Task A_ledger_is_exported_to_a_file_and_the_sums_are_the_ledgers()
    {
        var ledger = new InMemoryCostLedger(new InMemoryCostLedgerOptions { Retention = TimeSpan.FromDays(36_500) });
        RateCard card = new(new Rate(UsageKind.InputTokens, 2.5m), new Rate(UsageKind.OutputTokens, 10m));
        for (int index = 0; index < 100; index++)
        {
            await ledger.AppendAsync(Call(card, index), TestContext.Current.CancellationToken);
        }

        using var stream = new MemoryStream();
        await using var writer = new FocusParquetWriter(stream, leaveOpen: true);
        FocusExportSummary summary = await new FocusExporter(new FocusExportOptions { BillingAccountId = "acct-1", Granularity = FocusGranularity.Call })
            .ExportAsync(ledger, LedgerFilter.All, writer, null, TestContext.Current.CancellationToken);

        stream.Position = 0;
        await using ParquetReader reader = await ParquetReader.CreateAsync(stream, cancellationToken: TestContext.Current.CancellationToken);
        List<Dictionary<string, object?>> rows = await ReadAsync(reader);
        Assert.Equal(summary.Rows, rows.Count);
        Assert.Equal(summary.Totals.Single().LedgerListCost, rows.Sum(static row => (decimal)row["ListCost"]!));
    }

    [Theory]
    [InlineData(-1, 1)]
    [InlineData(29, 1)]
    [InlineData(1, 0)]
    public void Options_out_of_range_are_refused(int scale, int rows) =>
        Assert.Throws<ArgumentException>(() => new FocusParquetWriter(Stream.Null, new FocusParquetOptions { DecimalScale = scale, RowsPerGroup = rows }));

    private static LedgerEntry Call(RateCard card, int index) => new()
    {
        Id = Guid.NewGuid(),
        RequestId = Guid.NewGuid(),
        Timestamp = Noon.AddMinutes(index),
        Model = "gpt-x",
        Provider = "openai",
        Cost = CostCalculator.Price(Usage.Of(input: 1_001 + index, output: 7), card),
    };

    private static async Task<(ParquetSchema Schema, List<Dictionary<string, object?>> Rows)> RoundTripAsync(IReadOnlyList<FocusRow> rows, FocusParquetOptions? options = null)
    {
        using MemoryStream stream = await WriteAsync(rows, options);
        await using ParquetReader reader = await ParquetReader.CreateAsync(stream, cancellationToken: TestContext.Current.CancellationToken);
        return (reader.Schema, await ReadAsync(reader));
    }

    private static async Task<MemoryStream> WriteAsync(IReadOnlyList<FocusRow> rows, FocusParquetOptions? options = null)
    {
        var stream = new MemoryStream();
        await using var writer = new FocusParquetWriter(stream, options, leaveOpen: true);
        await writer.StartAsync(FocusSchema.For(FocusVersion.V1_2), TestContext.Current.CancellationToken);
        foreach (FocusRow row in rows)
        {
            await writer.WriteAsync(row, TestContext.Current.CancellationToken);
        }

        await writer.CompleteAsync(TestContext.Current.CancellationToken);
        stream.Position = 0;
        return stream;
    }

    private static IEnumerable<object?> Cells(FocusSchema schema, FocusRow row) => schema.Columns.Select(column => column.Type switch
    {
        FocusColumnType.Number => column.NumberOf(row),
        FocusColumnType.Moment => column.MomentOf(row).UtcDateTime,
        _ => (object?)column.TextOf(row),
    });

    private static async Task<List<Dictionary<string, object?>>> ReadAsync(ParquetReader reader)
    {
        List<Dictionary<string, object?>> rows = [];
        foreach (ParquetRowGroupReader group in reader.RowGroups)
        {
            int first = rows.Count;
            rows.AddRange(Enumerable.Range(0, (int)group.RowCount).Select(static _ => new Dictionary<string, object?>()));
            foreach (DataField field in reader.Schema.DataFields)
            {
                object?[] values = await ReadAsync(group, field);
                foreach ((int index, object? value) in values.Index())
                {
                    rows[first + index][field.Name] = value;
                }
            }
        }

        return rows;
    }

    private static async Task<object?[]> ReadAsync(ParquetRowGroupReader group, DataField field)
    {
        int count = (int)group.RowCount;
        CancellationToken cancellationToken = TestContext.Current.CancellationToken;
        if (field.ClrType != typeof(DateTime) && field.ClrType != typeof(decimal))
        {
            var texts = new string?[count];
            await group.ReadAsync(field, texts!, null, cancellationToken);
            return texts;
        }

        return field.ClrType == typeof(DateTime) ? await ReadAsync<DateTime>(group, field) : await ReadAsync<decimal>(group, field);
    }

    private static async Task<object?[]> ReadAsync<T>(ParquetRowGroupReader group, DataField field)
        where T : struct
    {
        if (field.IsNullable)
        {
            var nullable = new T?[group.RowCount];
            await group.ReadAsync<T>(field, nullable.AsMemory(), null, TestContext.Current.CancellationToken);
            return [.. nullable.Select(static value => (object?)value)];
        }

        var values = new T[group.RowCount];
        await group.ReadAsync<T>(field, values.AsMemory(), null, TestContext.Current.CancellationToken);
        return [.. values.Select(static value => (object?)value)];
    }
}
