using System.Text.Json;
using Microsoft.Extensions.AI;
using TokenFinOps.Routing.Agreement.Json;
using TokenFinOps.Routing.Agreement.Wording;

namespace TokenFinOps.Routing.Agreement;

/// <summary>Brings the parts of an answer into canonical form.</summary>
internal sealed class AnswerReader(AnswerComparerOptions options)
{
    private readonly AnswerFields _fields = new(options);
    private readonly ScalarReader _scalars = new(options);

    public string? ReadCalls(IReadOnlyList<FunctionCallContent> calls, IList<AITool>? tools)
    {
        if (options.Kind is not (AnswerKind.Auto or AnswerKind.ToolCalls))
        {
            return null;
        }

        var read = new string[calls.Count];
        for (int i = 0; i < read.Length; i++)
        {
            if (ReadCall(calls[i], tools) is not { } call)
            {
                return null;
            }

            read[i] = call;
        }

        Array.Sort(read, StringComparer.Ordinal);
        return "calls:" + string.Join(';', read);
    }

    public string? ReadText(string text, AnswerFormat format)
    {
        if (text.Length == 0 || text.Length > options.MaxAnswerLength || options.Kind == AnswerKind.ToolCalls)
        {
            return null;
        }

        if (JsonText.Find(text, format.IsJson) is { } found)
        {
            using JsonDocument document = found.Document;
            return ReadJson(document.RootElement, format) is { } form && !IsDisputed(found, form) ? form : null;
        }

        return format.IsJson || options.Kind == AnswerKind.Json || Refusals.Begins(text) ? null : ReadWords(text);
    }

    private string? ReadCall(FunctionCallContent call, IList<AITool>? tools)
    {
        JsonElement arguments = JsonArguments.Of(call);
        if (call.Exception is not null || arguments.ValueKind != JsonValueKind.Object || arguments.GetRawText().Length > options.MaxAnswerLength)
        {
            return null;
        }

        return JsonQuoting.Quote(call.Name) + _fields.ReadArguments(arguments, ToolSchemas.Of(call.Name, tools));
    }

    // A document may be taken back by the line above or below it, or be no more than an example beside an answer in words. One that is the answer agrees with what the words say.
    private bool IsDisputed(FoundJson found, string form)
    {
        if (Negation.In(TextLines.Last(found.Before)) || Negation.In(TextLines.At(found.Behind, 0) ?? string.Empty))
        {
            return true;
        }

        string? marked = options.Kind == AnswerKind.Json ? null : FinalAnswer.Find(found.Before + "\n\n" + found.Behind);
        return marked is not null && (AnswerFields.OnlyAnswer(found.Document.RootElement, _fields) is null || (_scalars.ReadMarked(marked) ?? form) != form);
    }

    // An array is read like the literal of a program: its strings are compared letter by letter.
    private string? ReadJson(JsonElement root, AnswerFormat format)
    {
        if (root.ValueKind != JsonValueKind.Object && !format.IsJson)
        {
            return options.Kind is AnswerKind.Auto or AnswerKind.Json ? "value:" + _fields.ReadLiteral(root) : null;
        }

        if (AnswerFields.HasNoAnswer(root))
        {
            return null;
        }

        if (options.Kind != AnswerKind.Json && AnswerFields.OnlyAnswer(root, _fields) is { } answer)
        {
            return ReadAnswer(answer);
        }

        return options.Kind is AnswerKind.Auto or AnswerKind.Json && _fields.Read(root, format.Schema) is { } json ? "value:" + json : null;
    }

    // What stands in the one field that answers is read as if it had been said without JSON around it.
    private string? ReadAnswer(JsonElement answer)
    {
        string text = answer.ValueKind == JsonValueKind.String ? answer.GetString()!.Trim() : answer.GetRawText();
        return text.Length == 0 || Refusals.Begins(text) ? null : _scalars.ReadField(text);
    }

    private string? ReadWords(string text)
    {
        if (FinalAnswer.Find(text) is { } marked)
        {
            return marked.Length == 0 || Refusals.Begins(marked) ? null : _scalars.ReadMarked(marked);
        }

        return _scalars.ReadWhole(text) ?? _scalars.ReadLastLine(text);
    }
}
