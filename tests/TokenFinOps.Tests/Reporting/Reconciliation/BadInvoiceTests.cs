using TokenFinOps.Reporting.Reconciliation;

namespace TokenFinOps.Tests.Reporting.Reconciliation;

public sealed class BadInvoiceTests
{
    [Theory]
    [InlineData("date,cost\n2026-03-10,1\n10.03.2026,2\n", 3, "date", "10.03.2026")]
    [InlineData("date,cost\n2026-03-10,\"1,5\"\n", 2, "cost", "1,5")]
    [InlineData("date,cost,currency\n2026-03-10,1,dollars\n", 2, "currency", "dollars")]
    [InlineData("date,cost\nTotal,17\n", 2, "date", "Total")]
    public async Task A_bad_value_is_named_with_its_line_and_column(string csv, long line, string column, string value)
    {
        var fault = await Assert.ThrowsAsync<InvoiceFormatException>(() => Invoices.ReadAsync(csv, InvoiceFormats.Generic));

        Assert.Equal((line, column), (fault.Line, fault.Column));
        Assert.Contains($"'{value}'", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_of_another_sort_is_refused_with_the_columns_that_it_has()
    {
        var fault = await Assert.ThrowsAsync<InvoiceFormatException>(() => Invoices.ReadAsync("name,street\na,b\n", InvoiceFormats.OpenAi));

        Assert.Contains("name, street", fault.Message, StringComparison.Ordinal);
        Assert.Contains("start_time_iso", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_row_that_was_cut_off_is_refused() =>
        Assert.Contains("Line 3", (await Assert.ThrowsAsync<InvoiceFormatException>(() => Invoices.ReadAsync("date,model,cost\n2026-03-10,m,1\n2026-03-11,m\n", InvoiceFormats.Generic))).Message, StringComparison.Ordinal);

    [Fact]
    public async Task An_empty_file_is_refused() => await Assert.ThrowsAsync<InvoiceFormatException>(() => Invoices.ReadAsync(string.Empty, InvoiceFormats.Generic));

    [Fact]
    public async Task An_invoice_without_lines_says_nothing_and_is_refused() =>
        await Assert.ThrowsAsync<InvoiceFormatException>(() => Invoices.ReconcileAsync([], []));

    [Theory]
    [InlineData("\uFEFFDate;Model;Cost\r\n2026-03-10;gpt-x;1.25\r\n")]
    [InlineData("DAY\tmodel name\tAmount\n2026/3/10\tgpt-x\t1.25\n")]
    [InlineData("day,model,amount\n2026-03-10,gpt-x,1.25e0")]
    public async Task Separators_marks_and_spellings_are_found_out(string csv) =>
        Assert.Equal(Invoices.Charge(1.25m), Assert.Single(await Invoices.ReadAsync(csv, InvoiceFormats.Generic)));

    [Fact]
    public async Task A_moment_lies_on_the_day_of_the_invoices_time_zone()
    {
        var tokyo = TimeZoneInfo.FindSystemTimeZoneById("Asia/Tokyo");

        Assert.Equal(new DateOnly(2026, 3, 11), Assert.Single(await Invoices.ReadAsync("timestamp,cost\n2026-03-10T20:00:00Z,1\n", InvoiceFormats.Generic, tokyo)).Day);
        Assert.Equal(new DateOnly(2026, 3, 10), Assert.Single(await Invoices.ReadAsync("timestamp,cost\n2026-03-10 20:00:00,1\n", InvoiceFormats.Generic, tokyo)).Day);
    }
}
