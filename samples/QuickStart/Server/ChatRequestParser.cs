using System.Collections.Frozen;
using System.Text;
using System.Text.Json;

namespace QuickStart.Server;

/// <summary>Reads a chat completion request, and refuses what the real API refuses.</summary>
internal static class ChatRequestParser
{
    private static readonly FrozenSet<string> Parameters = FrozenSet.Create(
        StringComparer.Ordinal,
        "model", "messages", "stream", "stream_options", "temperature", "top_p", "n", "stop", "max_tokens", "max_completion_tokens", "presence_penalty",
        "frequency_penalty", "logit_bias", "logprobs", "top_logprobs", "user", "seed", "tools", "tool_choice", "parallel_tool_calls", "response_format",
        "service_tier", "reasoning_effort", "metadata", "store", "modalities", "prediction", "verbosity", "prompt_cache_key", "prompt_cache_retention",
        "safety_identifier");

    private static readonly FrozenSet<string> Roles = FrozenSet.Create(StringComparer.Ordinal, "system", "developer", "user", "assistant", "tool");
    private static readonly FrozenSet<string> Efforts = FrozenSet.Create(StringComparer.Ordinal, "none", "minimal", "low", "medium", "high", "xhigh");
    private static readonly FrozenSet<string> Tiers = FrozenSet.Create(StringComparer.Ordinal, "auto", "default", "flex", "priority");

    private static readonly FrozenSet<string> Formats = FrozenSet.Create(StringComparer.Ordinal, "text", "json_object", "json_schema");

    public static ChatRequest Parse(JsonElement body)
    {
        body.RequireObject(Parameters);
        ServedModel model = ServedModel.Find(body.RequiredString("model"), embeds: false);
        if (model.Reasons && body.Has("max_tokens"))
        {
            throw ApiException.BadRequest(
                "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.", "max_tokens", "unsupported_parameter");
        }

        if (body.OptionalInteger("n", 1) is not (null or 1))
        {
            throw ApiException.BadRequest("This server answers with one choice: leave 'n' out or set it to 1.", "n");
        }

        (bool json, JsonElement? schema) = AnswerFormat(body);
        string tier = body.OneOf("service_tier", Tiers) ?? "auto";
        bool stream = body.OptionalBoolean("stream");
        if (!stream && body.Has("stream_options"))
        {
            throw ApiException.BadRequest("The 'stream_options' parameter is only allowed when 'stream' is enabled.", "stream_options");
        }

        return new ChatRequest
        {
            Model = model,
            Turns = Turns(body),
            Tools = Tools(body),
            ToolChoice = ToolChoice(body),
            Stream = stream,
            IncludeUsage = body.OptionalObject("stream_options")?.OptionalBoolean("include_usage") ?? false,
            MaxOutputTokens = body.OptionalInteger("max_completion_tokens", 1) ?? body.OptionalInteger("max_tokens", 1),
            AnswersJson = json,
            AnswerSchema = schema,
            ReasoningEffort = body.OneOf("reasoning_effort", Efforts) ?? "medium",
            ServiceTier = tier == "auto" ? "default" : tier,
            Seed = body.OptionalInteger("seed", int.MinValue) ?? 0,
        };
    }

    private static List<ChatTurn> Turns(JsonElement body)
    {
        var turns = new List<ChatTurn>();
        foreach (JsonElement message in body.RequiredArray("messages").EnumerateArray())
        {
            string path = $"messages[{turns.Count}]";
            string role = message.RequiredString("role", path);
            if (!Roles.Contains(role))
            {
                throw ApiException.InvalidValue(role, Roles, $"{path}.role");
            }

            string? calls = message.Has("tool_calls") ? message.GetProperty("tool_calls").GetRawText() : null;
            turns.Add(new ChatTurn(role, Content(message, path, mayBeEmpty: calls is not null), calls));
        }

        return turns.Count > 0
            ? turns
            : throw ApiException.BadRequest("Invalid 'messages': empty array. Expected at least one message.", "messages", "empty_array");
    }

    private static string Content(JsonElement message, string path, bool mayBeEmpty)
    {
        if (!message.Has("content"))
        {
            return mayBeEmpty ? string.Empty : throw ApiException.Missing($"{path}.content");
        }

        JsonElement content = message.GetProperty("content");
        if (content.ValueKind == JsonValueKind.String)
        {
            return content.GetString()!;
        }

        if (content.ValueKind != JsonValueKind.Array)
        {
            throw ApiException.BadRequest($"Invalid type for '{path}.content': expected a string or an array of parts.", $"{path}.content", "invalid_type");
        }

        var text = new StringBuilder();
        foreach (JsonElement part in content.EnumerateArray())
        {
            string type = part.RequiredString("type", path);
            if (type is not ("text" or "refusal"))
            {
                throw ApiException.BadRequest($"This server reads text; it has no use for a part of type '{type}'.", $"{path}.content", "invalid_value");
            }

            text.Append(part.RequiredString(type, path));
        }

        return text.ToString();
    }

    private static List<ToolSpec> Tools(JsonElement body)
    {
        var tools = new List<ToolSpec>();
        if (!body.Has("tools"))
        {
            return tools;
        }

        foreach (JsonElement tool in body.RequiredArray("tools").EnumerateArray())
        {
            string path = $"tools[{tools.Count}]";
            if (tool.RequiredString("type", path) != "function")
            {
                throw ApiException.BadRequest("Only tools of type 'function' are served here.", $"{path}.type", "invalid_value");
            }

            JsonElement function = tool.OptionalObject("function") ?? throw ApiException.Missing($"{path}.function");
            string description = function.Has("description") ? function.RequiredString("description", path) : string.Empty;
            tools.Add(new ToolSpec(function.RequiredString("name", path), description, function.OptionalObject("parameters"), function.GetRawText()));
        }

        return tools;
    }

    private static string ToolChoice(JsonElement body)
    {
        if (!body.Has("tool_choice"))
        {
            return "auto";
        }

        JsonElement choice = body.GetProperty("tool_choice");
        return choice.ValueKind == JsonValueKind.String
            ? choice.GetString()!
            : choice.OptionalObject("function")?.RequiredString("name", "tool_choice") ?? throw ApiException.BadRequest("Invalid 'tool_choice'.", "tool_choice");
    }

    private static (bool IsJson, JsonElement? Schema) AnswerFormat(JsonElement body)
    {
        if (body.OptionalObject("response_format") is not { } format)
        {
            return (false, null);
        }

        return format.RequiredString("type", "response_format") switch
        {
            "text" => (false, null),
            "json_object" => (true, null),
            "json_schema" => (true, format.OptionalObject("json_schema")?.OptionalObject("schema")
                ?? throw ApiException.Missing("response_format.json_schema.schema")),
            string other => throw ApiException.InvalidValue(other, Formats, "response_format.type"),
        };
    }
}
