using System.Text.RegularExpressions;

namespace TokenFinOps.Pricing.Catalogue.Resolution;

/// <summary>Takes off a model's name what says how it is reached and not what it is: gateways, regions, versions of the hosting.</summary>
/// <remarks>Only what does not change the price is taken off: <c>:free</c>, <c>:nitro</c> and <c>:extended</c> stay, as does every word that is not known here.</remarks>
internal static partial class ModelNames
{
    private const int MostSteps = 8;

    /// <summary>Lists the plainer forms of a name, the nearest first, without the name itself.</summary>
    /// <param name="name">The name in lower case.</param>
    /// <param name="provider">The provider's id; some prefixes and suffixes mean something only there.</param>
    /// <param name="resold">The ids of the vendors whose models it resells.</param>
    public static List<string> PlainForms(string name, string provider, IReadOnlyCollection<string> resold)
    {
        var forms = new List<string>(2);
        for (int step = 0; step < MostSteps; step++)
        {
            string plainer = Peel(name, provider, resold);
            if (plainer.Length == 0 || plainer == name)
            {
                break;
            }

            forms.Add(plainer);
            name = plainer;
        }

        return forms;
    }

    /// <summary>Finds out whether a name has the shape of Bedrock's ids, <c>[region.]vendor.model</c>.</summary>
    public static bool IsBedrockId(string name) => BedrockId().IsMatch(name);

    private static string Peel(string name, string provider, IReadOnlyCollection<string> resold)
    {
        string shorter = WithoutPath(name, provider, resold);
        if (shorter != name)
        {
            return shorter;
        }

        foreach (string neutral in (ReadOnlySpan<string>)[":thinking", ":beta", "@default", "@latest"])
        {
            if (name.EndsWith(neutral, StringComparison.Ordinal))
            {
                return name[..^neutral.Length];
            }
        }

        return provider switch
        {
            "aws" when BedrockRegion().IsMatch(name) => BedrockRegion().Replace(name, string.Empty, 1),
            "aws" => BedrockVersion().Replace(name, string.Empty, 1),
            "azure" when name.StartsWith("gpt-35-", StringComparison.Ordinal) => "gpt-3.5-" + name["gpt-35-".Length..],
            "google" => GoogleVersion().Replace(VertexDate().Replace(name, "-$1", 1), string.Empty, 1),
            _ => VertexDate().Replace(name, "-$1", 1),
        };
    }

    private static string WithoutPath(string name, string provider, IReadOnlyCollection<string> resold)
    {
        if (name.StartsWith("arn:", StringComparison.Ordinal))
        {
            // An application profile's id says nothing about its model.
            return name.Contains(":application-inference-profile/", StringComparison.Ordinal) ? name : name[(name.LastIndexOf('/') + 1)..];
        }

        if (name.StartsWith("models/", StringComparison.Ordinal))
        {
            return name["models/".Length..];
        }

        int models = name.IndexOf("/models/", StringComparison.Ordinal);
        if (models > 0 && (name.Contains("publishers/", StringComparison.Ordinal) || name.StartsWith("accounts/fireworks/", StringComparison.Ordinal)))
        {
            return name[(models + "/models/".Length)..];
        }

        int cut = name.IndexOfAny(['/', '.', ':']);
        return cut > 0 && cut < name.Length - 1 && IsRoute(name[..cut], name[cut], provider, resold) ? name[(cut + 1)..] : name;
    }

    private static bool IsRoute(string head, char separator, string provider, IReadOnlyCollection<string> resold)
    {
        string id = ProviderNames.Canonical(head);
        if (separator == '/' && provider == "aws" && (head is "converse" or "invoke" || AwsRegion().IsMatch(head)))
        {
            return true;
        }

        // A dot or colon also stands inside names; it parts a prefix only where that is the very provider.
        return id == provider ? separator != '.' || provider != "aws" : separator == '/' && resold.Contains(id);
    }

    [GeneratedRegex(@"^(?:(?:us|eu|apac|global|jp|au|ca|sa|us-gov)\.)?(?:ai21|amazon|anthropic|cohere|deepseek|google|luma|meta|minimax|mistral|moonshot|moonshotai|nvidia|openai|qwen|stability|twelvelabs|writer|zai)\.[a-z]", RegexOptions.CultureInvariant)]
    private static partial Regex BedrockId();

    [GeneratedRegex(@"^(?:us|eu|apac|global|jp|au|ca|sa|us-gov)\.", RegexOptions.CultureInvariant)]
    private static partial Regex BedrockRegion();

    [GeneratedRegex(@"(?:-v\d+)?:\d+$|-v\d+$", RegexOptions.CultureInvariant)]
    private static partial Regex BedrockVersion();

    [GeneratedRegex(@"^[a-z]{2}(?:-gov)?-[a-z]+-\d$", RegexOptions.CultureInvariant)]
    private static partial Regex AwsRegion();

    [GeneratedRegex(@"@(\d{8}|\d{3,4})$", RegexOptions.CultureInvariant)]
    private static partial Regex VertexDate();

    [GeneratedRegex(@"-00\d$", RegexOptions.CultureInvariant)]
    private static partial Regex GoogleVersion();
}
