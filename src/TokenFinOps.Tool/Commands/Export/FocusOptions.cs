using System.CommandLine;
using TokenFinOps.Pricing;
using TokenFinOps.Reporting.Focus;
using TokenFinOps.Tool.Arguments;

namespace TokenFinOps.Tool.Commands.Export;

/// <summary>What a FOCUS export says beyond the ledger.</summary>
internal sealed class FocusOptions
{
    private readonly Option<string> _version = new("--version") { Description = "Version of FOCUS: 1.2, 1.4 or 1.5-draft.", HelpName = "VERSION", DefaultValueFactory = static _ => "1.2" };
    private readonly Option<string> _granularity = new("--granularity") { Description = "What one row adds up: hour, day or call.", HelpName = "UNIT", DefaultValueFactory = static _ => "hour" };
    private readonly Option<string> _account = new("--billing-account") { Description = "The account that the provider bills. FOCUS needs it and allows no placeholder.", HelpName = "ID", Required = true };
    private readonly Option<string?> _accountName = new("--billing-account-name") { Description = "The name of that account.", HelpName = "NAME" };
    private readonly Option<string?> _subAccountTag = new("--sub-account-tag") { Description = "The tag whose values are sub accounts: projects or workspaces.", HelpName = "TAG" };
    private readonly Option<string?> _currency = new("--currency") { Description = "Refuse entries in any other currency.", HelpName = "CODE" };

    public void AddTo(Command command)
    {
        foreach (Option option in (Option[])[_version, _granularity, _account, _accountName, _subAccountTag, _currency])
        {
            command.Add(option);
        }
    }

    public FocusExportOptions ReadFrom(ParseResult line) => new()
    {
        Version = VersionOf(line.GetRequiredValue(_version)),
        Granularity = Words.Member<FocusGranularity>("--granularity", line.GetRequiredValue(_granularity)),
        BillingAccountId = line.GetRequiredValue(_account),
        BillingAccountName = line.GetValue(_accountName),
        SubAccountTag = line.GetValue(_subAccountTag),
        BillingCurrency = line.GetValue(_currency) switch
        {
            null => null,
            { } code when CurrencyCode.IsKnown(code) => CurrencyCode.Canonical(code),
            { } code => throw new ToolException($"--currency: '{code}' is not an ISO 4217 code. Write one such as USD."),
        },
    };

    private static FocusVersion VersionOf(string version) => version switch
    {
        "1.2" => FocusVersion.V1_2,
        "1.4" => FocusVersion.V1_4,
        "1.5-draft" => FocusVersion.V1_5Draft,
        _ => throw new ToolException($"--version: '{version}' is not known. Use 1.2, 1.4 or 1.5-draft."),
    };
}
