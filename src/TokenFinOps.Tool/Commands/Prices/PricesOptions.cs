using System.CommandLine;
using System.Globalization;

namespace TokenFinOps.Tool.Commands.Prices;

/// <summary>Options that the price commands share.</summary>
internal sealed class PricesOptions
{
    private readonly Option<string?> _provider = new("--provider") { Description = "Only this provider, e.g. openai.", HelpName = "ID" };
    private readonly Option<string?> _model = new("--model") { Description = "Only models whose name contains this.", HelpName = "TEXT" };
    private readonly Option<string?> _at = new("--at") { Description = "The day whose prices are meant; the default is today.", HelpName = "DATE" };

    public Option<string?> Format { get; } = new("--format")
    {
        Description = "The format of the files: lite-llm, gen-ai-prices, models-dev or token-fin-ops. The default is found out from each file.",
        HelpName = "FORMAT",
    };

    public void AddTo(Command command)
    {
        foreach (Option option in (Option[])[_provider, _model, _at, Format])
        {
            command.Add(option);
        }
    }

    public bool Means(ParseResult line, string provider, string model) =>
        (line.GetValue(_provider) is not { } wanted || string.Equals(wanted, provider, StringComparison.OrdinalIgnoreCase))
        && (line.GetValue(_model) is not { } part || model.Contains(part, StringComparison.OrdinalIgnoreCase));

    public DateTimeOffset MomentOf(ParseResult line, TimeProvider time)
    {
        if (line.GetValue(_at) is not { } day)
        {
            return time.GetUtcNow();
        }

        return DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly date)
            ? new DateTimeOffset(date.ToDateTime(new TimeOnly(12, 0)), TimeSpan.Zero)
            : throw new ToolException($"--at: '{day}' is not a date. Write it as 2026-11-30.");
    }

    /// <summary>Gets the name to look up by the catalogue's rules where no model's name contains it.</summary>
    public string? NameToResolve(ParseResult line) => line.GetValue(_model);

    public string? ProviderOf(ParseResult line) => line.GetValue(_provider);
}
