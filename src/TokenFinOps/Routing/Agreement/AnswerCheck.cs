using System.Text.Json;
using Microsoft.Extensions.AI;
using TokenFinOps.Routing.Agreement.Json;
using TokenFinOps.Routing.Agreement.Wording;

namespace TokenFinOps.Routing.Agreement;

/// <summary>Checks of an answer what can be checked without a model: how it ended, whether it says anything, and tool calls and JSON against their schemas.</summary>
/// <remarks>
/// <para>An answer without a problem may still be wrong: the check finds answers that are certainly of no use. Prose is only looked at for refusals and loops.</para>
/// <para>Immutable and thread-safe. Patterns and formats of schemas are not checked.</para>
/// </remarks>
public sealed class AnswerCheck : IAnswerCheck
{
    /// <summary>Gets the check.</summary>
    public static AnswerCheck Default { get; } = new();

    /// <inheritdoc/>
    /// <exception cref="ArgumentNullException">There is no response.</exception>
    public AnswerProblem? Check(ChatResponse response, ChatOptions? options)
    {
        ArgumentNullException.ThrowIfNull(response);
        AnswerParts parts = AnswerParts.Of(response);
        return CheckEnd(response, parts)
            ?? (parts.Calls.Count > 0 ? CheckCalls(parts.Calls, options) : CheckMissingCall(options) ?? CheckText(parts, options));
    }

    private static AnswerProblem? CheckEnd(ChatResponse response, AnswerParts parts) =>
        response.FinishReason == ChatFinishReason.Length ? new(AnswerProblemKind.Truncated, "the answer was cut off at its greatest length")
        : response.FinishReason == ChatFinishReason.ContentFilter ? new(AnswerProblemKind.Filtered, "a content filter took the answer away")
        : parts.HasError ? new(AnswerProblemKind.Error, "the answer holds an error")
        : null;

    private static AnswerProblem? CheckMissingCall(ChatOptions? options) => options?.ToolMode switch
    {
        RequiredChatToolMode { RequiredFunctionName: { } name } => new(AnswerProblemKind.MissingCall, $"the required call of {name} is missing"),
        RequiredChatToolMode => new(AnswerProblemKind.MissingCall, "a tool call was required and there is none"),
        _ => null,
    };

    private static AnswerProblem? CheckCalls(IReadOnlyList<FunctionCallContent> calls, ChatOptions? options)
    {
        foreach (FunctionCallContent call in calls)
        {
            if (CheckCall(call, options?.Tools) is { } problem)
            {
                return problem;
            }
        }

        return options?.ToolMode is RequiredChatToolMode { RequiredFunctionName: { } name } && calls.All(call => call.Name != name) ? CheckMissingCall(options) : null;
    }

    private static AnswerProblem? CheckCall(FunctionCallContent call, IList<AITool>? tools)
    {
        if (ToolSchemas.Find(call.Name, tools) is not { } tool)
        {
            return new AnswerProblem(AnswerProblemKind.UnknownTool, "a tool is called that was not offered");
        }

        JsonElement arguments = JsonArguments.Of(call);
        string? fault = call.Exception is not null || arguments.ValueKind != JsonValueKind.Object ? "they are not JSON"
            : SchemaCheck.Fault(arguments, JsonSchemaView.Of(tool.JsonSchema));
        return fault is null ? null : new AnswerProblem(AnswerProblemKind.InvalidArguments, $"the arguments of {call.Name} are not valid: {fault}");
    }

    private static AnswerProblem? CheckText(AnswerParts parts, ChatOptions? options)
    {
        if (parts.Text.Length == 0)
        {
            return parts.HasOther ? null : new AnswerProblem(AnswerProblemKind.Empty, "there is neither text nor a call");
        }

        return options?.ResponseFormat is ChatResponseFormatJson json ? CheckJson(parts.Text, json.Schema)
            : Refusals.Begins(parts.Text) ? new AnswerProblem(AnswerProblemKind.Refusal, "the model declines or does not know")
            : Repetition.Ends(parts.Text) ? new AnswerProblem(AnswerProblemKind.Loop, "the text ends in the same words over and over")
            : null;
    }

    private static AnswerProblem? CheckJson(string text, JsonElement? schema)
    {
        using JsonDocument? document = JsonText.Whole(text);
        if (document is null)
        {
            return new AnswerProblem(AnswerProblemKind.NotJson, "the text is not one JSON document");
        }

        return schema is { } known && SchemaCheck.Fault(document.RootElement, JsonSchemaView.Of(known)) is { } fault
            ? new AnswerProblem(AnswerProblemKind.InvalidJson, $"the JSON is not valid: {fault}")
            : null;
    }
}
