using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace TokenFinOps.Compression.Lossless;

/// <summary>Writes a tool's result as Microsoft.Extensions.AI's clients send it: a string as it is, anything else as indented JSON.</summary>
internal static class WireText
{
    /// <summary>Writes a result, or gives <see langword="null"/> for what is not sent as text or cannot be written.</summary>
    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "The object is the caller's: its getters may throw anything. It is then sent as it is.")]
    public static string? Of(object? result)
    {
        if (result is string text)
        {
            return text;
        }

        if (result is null or AIContent or IEnumerable<AIContent>)
        {
            return null;
        }

        try
        {
            return JsonSerializer.Serialize(result, AIJsonUtilities.DefaultOptions.GetTypeInfo(typeof(object)));
        }
        catch (Exception)
        {
            return null;
        }
    }

    /// <summary>Says whether every character has its partner: what has not cannot be sent as UTF-8 without loss.</summary>
    public static bool IsWellFormed(string text)
    {
        ReadOnlySpan<char> rest = text;
        while (!rest.IsEmpty)
        {
            if (Rune.DecodeFromUtf16(rest, out _, out int consumed) != System.Buffers.OperationStatus.Done)
            {
                return false;
            }

            rest = rest[consumed..];
        }

        return true;
    }
}
