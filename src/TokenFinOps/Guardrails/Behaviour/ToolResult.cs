using System.IO.Hashing;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace TokenFinOps.Guardrails.Behaviour;

/// <summary>What came back from a tool.</summary>
/// <param name="Saying">The hash of what it says.</param>
/// <param name="IsError">Whether the tool failed.</param>
internal readonly record struct ToolResult(ulong Saying, bool IsError)
{
    private static readonly string[] Failures = ["error", "exception", "traceback", "fatal"];

    public static ToolResult Of(FunctionResultContent content, KnownIds known)
    {
        var print = default(Fingerprint);
        bool isError = content.Exception is not null;
        Read(content.Result, ref print, ref isError, known);
        return new ToolResult(print.Value, isError);
    }

    private static void Read(object? result, ref Fingerprint print, ref bool isError, KnownIds known)
    {
        switch (result)
        {
            case null:
                break;
            case string text:
                ReadText(text, ref print, ref isError, known);
                break;
            case TextContent text:
                ReadText(text.Text, ref print, ref isError, known);
                break;
            case DataContent data:
                print.Add(XxHash3.HashToUInt64(data.Data.Span));
                break;
            case IEnumerable<AIContent> contents:
                foreach (AIContent content in contents)
                {
                    Read(content, ref print, ref isError, known);
                }

                break;
            default:
                ReadJson(JsonValues.ToElement(result), ref print, ref isError, known);
                break;
        }
    }

    private static void ReadJson(JsonElement json, ref Fingerprint print, ref bool isError, KnownIds known)
    {
        if (json.ValueKind == JsonValueKind.String)
        {
            ReadText(json.GetString()!, ref print, ref isError, known);
        }
        else if (json.ValueKind != JsonValueKind.Undefined)
        {
            isError |= SaysError(json);
            string text = json.GetRawText();
            known.Learn(text);
            print.Add(Fingerprint.OfSaying(text));
        }
    }

    private static void ReadText(string text, ref Fingerprint print, ref bool isError, KnownIds known)
    {
        isError |= SaysError(text);
        known.Learn(text);
        print.Add(Fingerprint.OfSaying(text));
    }

    private static bool SaysError(string text)
    {
        ReadOnlySpan<char> start = text.AsSpan().TrimStart();
        if (start.StartsWith("{") && start.Contains("error", StringComparison.OrdinalIgnoreCase))
        {
            return SaysErrorInJson(text);
        }

        foreach (string failure in Failures)
        {
            if (start.StartsWith(failure, StringComparison.OrdinalIgnoreCase) && (start.Length == failure.Length || !char.IsLetterOrDigit(start[failure.Length])))
            {
                return true;
            }
        }

        return false;
    }

    private static bool SaysErrorInJson(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return SaysError(document.RootElement);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    // As MCP ("isError": true) and most services ("error": "…" or {…}) say it.
    private static bool SaysError(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            return false;
        }

        foreach (JsonProperty property in json.EnumerateObject())
        {
            bool isFlag = property.NameEquals("isError") || property.NameEquals("is_error");
            if (isFlag ? property.Value.ValueKind == JsonValueKind.True : property.NameEquals("error") && IsSaid(property.Value))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsSaid(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.False or JsonValueKind.Undefined => false,
        JsonValueKind.String => value.GetString()!.Length > 0,
        _ => true,
    };
}
