using System.Text.Json;
using Microsoft.Extensions.AI;
using TokenFinOps.Routing.Agreement.Json;

namespace TokenFinOps.Routing.Agreement;

/// <summary>Compares answers that have a definite form: tool calls, JSON, numbers, choices, literals and short texts.</summary>
/// <remarks>
/// <para>
/// 1. An answer that was cut off, filtered, refused or left empty, or that holds an error, cannot be compared. 2. Tool calls that wait for their results are the answer; text beside
/// them is not. Parallel calls are compared in any order, their arguments as JSON under the tool's schema. 3. A JSON document is compared by what decides, without prose; one whose
/// only such field is named like an answer is that answer. 4. In other text the marked final answer counts (<c>#### 42</c>, <c>\boxed{42}</c>, <c>the answer is (C)</c>),
/// then the text as a whole when it is nothing but an answer, then a last line that is nothing but a number or a choice. 5. Whatever else is prose cannot be compared.
/// </para>
/// <para>Where reading an answer generously could make two different answers equal, it is read strictly: a missed agreement costs money, a false one costs quality.</para>
/// <para>Immutable and thread-safe. The work is bounded by <see cref="AnswerComparerOptions.MaxAnswerLength"/>.</para>
/// </remarks>
/// <param name="options">How answers are read.</param>
public sealed class AnswerComparer(AnswerComparerOptions? options = null) : IAnswerComparer
{
    private readonly AnswerReader _reader = new(options ?? new AnswerComparerOptions());

    /// <summary>Gets the comparer with the default options.</summary>
    public static AnswerComparer Default { get; } = new();

    /// <inheritdoc/>
    /// <exception cref="ArgumentNullException">There is no response.</exception>
    public string? Canonicalise(ChatResponse response, ChatOptions? options)
    {
        ArgumentNullException.ThrowIfNull(response);
        AnswerParts parts = AnswerParts.Of(response);
        if (parts.IsIncomplete || parts.HasError || parts.HasOther)
        {
            return null;
        }

        return parts.Calls.Count > 0 ? _reader.ReadCalls(parts.Calls, options?.Tools) : _reader.ReadText(parts.Text, FormatOf(options));
    }

    private static AnswerFormat FormatOf(ChatOptions? options) =>
        options?.ResponseFormat is ChatResponseFormatJson json ? new AnswerFormat(true, JsonSchemaView.Of(json.Schema ?? default(JsonElement))) : default;
}
