using System.Text;
using System.Text.Json;

namespace QuickStart.Server.Answers;

/// <summary>Decides how to answer: a tool call, JSON or prose. The same request always gets the same answer.</summary>
internal sealed class AnswerComposer(PromptTokenizer tokenizer)
{
    private const int ReasoningStep = 64;

    // What the wire adds around a function call: OpenAI bills a handful of tokens beyond name and arguments.
    private const int ToolCallFraming = 6;

    public Answer Compose(ChatRequest request, Random random)
    {
        int reasoning = request.Model.Reasons ? Reasoning(request.ReasoningEffort, random) : 0;
        int budget = request.MaxOutputTokens ?? int.MaxValue;
        if (reasoning >= budget)
        {
            return new Answer { ReasoningTokens = budget, FinishReason = "length" };
        }

        if (ChooseTool(request) is { } tool)
        {
            return CallTool(tool, request.Question, reasoning, random);
        }

        string text = Text(request, random);
        int tokens = tokenizer.Count(text);
        int left = budget - reasoning;
        return tokens <= left
            ? new Answer { Text = text, VisibleTokens = tokens, ReasoningTokens = reasoning }
            : new Answer { Text = tokenizer.Truncate(text, left), VisibleTokens = left, ReasoningTokens = reasoning, FinishReason = "length" };
    }

    private static string Text(ChatRequest request, Random random)
    {
        if (request.AnswerSchema is { } schema)
        {
            return SchemaSampler.Sample(schema, request.Question, random);
        }

        ChatTurn last = request.Turns[^1];
        string prose = last.Role == "tool" ? FromToolResult(last.Text, request, random)
            : FactSheet.Answer(request.Instructions, request.Question) ?? Prose.Answer(request.Instructions, request.Question, random);
        return request.AnswersJson ? AsJson(prose) : prose;
    }

    private Answer CallTool(ToolSpec tool, string question, int reasoning, Random random)
    {
        string arguments = tool.Parameters is { } schema ? SchemaSampler.Sample(schema, question, random) : "{}";
        return new Answer
        {
            ToolName = tool.Name,
            ToolCallId = $"call_{random.NextInt64():x16}",
            ToolArguments = arguments,
            ReasoningTokens = reasoning,
            VisibleTokens = tokenizer.Count(tool.Name) + tokenizer.Count(arguments) + ToolCallFraming,
            FinishReason = "tool_calls",
        };
    }

    // One round: once a tool has answered, so does the model.
    private static ToolSpec? ChooseTool(ChatRequest request)
    {
        if (request.Tools.Count == 0 || request.ToolChoice == "none" || request.Turns[^1].Role == "tool")
        {
            return null;
        }

        if (request.ToolChoice is not ("auto" or "required"))
        {
            return request.Tools.FirstOrDefault(tool => tool.Name == request.ToolChoice)
                ?? throw ApiException.BadRequest($"Tool choice '{request.ToolChoice}' not found in 'tools'.", "tool_choice", "invalid_value");
        }

        HashSet<string> asked = [.. Words.Content(request.Question)];
        return request.Tools.MaxBy(tool => Words.Content(tool.Name.Replace('_', ' ') + ' ' + tool.Description).Count(asked.Contains));
    }

    private static string FromToolResult(string result, ChatRequest request, Random random)
    {
        var text = new StringBuilder("I looked it up");
        text.Append(Words.Identifier(request.Question) is { } id ? $" for {id}. " : ". ");
        text.Append(Facts(result));
        return text.Append(' ').Append(Prose.Answer(request.Instructions, request.Question, random)).ToString();
    }

    private static string Facts(string result)
    {
        try
        {
            using var json = JsonDocument.Parse(result);
            return json.RootElement.ValueKind == JsonValueKind.Object
                ? string.Join(' ', json.RootElement.EnumerateObject().Select(static fact => $"The {fact.Name} is {fact.Value}."))
                : $"The result is {json.RootElement}.";
        }
        catch (JsonException)
        {
            // A tool may answer in plain text.
            return $"The result is: {result}";
        }
    }

    private static int Reasoning(string effort, Random random) => ReasoningStep * effort switch
    {
        "none" or "minimal" => 0,
        "low" => random.Next(0, 3),
        "medium" => random.Next(1, 6),
        _ => random.Next(4, 17),
    };

    private static string AsJson(string prose) => Encoding.UTF8.GetString(WireJson.Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("answer", prose);
        writer.WriteEndObject();
    }));
}
