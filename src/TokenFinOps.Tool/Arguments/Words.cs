using System.Globalization;

namespace TokenFinOps.Tool.Arguments;

/// <summary>Reads the words of the command line.</summary>
internal static class Words
{
    /// <summary>Reads a member of an enum by its name in kebab-case, e.g. <c>effective-cost</c>.</summary>
    public static T Member<T>(string option, string value)
        where T : struct, Enum
    {
        foreach (T member in Enum.GetValues<T>())
        {
            if (string.Equals(Kebab(member.ToString()), value, StringComparison.OrdinalIgnoreCase))
            {
                return member;
            }
        }

        throw new ToolException($"{option}: '{value}' is not known. Use one of {string.Join(", ", Enum.GetValues<T>().Select(static member => Kebab(member.ToString())))}.");
    }

    /// <summary>Writes a name in kebab-case: <c>EffectiveCost</c> as <c>effective-cost</c>.</summary>
    public static string Kebab(string name) => Joined(name, '-');

    /// <summary>Writes a name in snake case: <c>EffectiveCost</c> as <c>effective_cost</c>.</summary>
    public static string Snake(string name) => Joined(name, '_');

    public static string[] List(string value) => value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    public static decimal Number(string option, string value) => decimal.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal number)
        ? number
        : throw new ToolException($"{option}: '{value}' is not a number. Write it with a point, such as 0.01.");

    private static string Joined(string name, char separator) =>
        string.Concat(name.Select((letter, i) => char.IsUpper(letter) && i > 0 ? $"{separator}{char.ToLowerInvariant(letter)}" : char.ToLowerInvariant(letter).ToString()));
}
