using System.Runtime.InteropServices;
using Microsoft.Extensions.AI;
using TokenFinOps.Ledger;

namespace TokenFinOps.Guardrails.Behaviour;

/// <summary>What one conversation of a run has done lately. A run has several when agents work side by side or when its requests are independent.</summary>
/// <remarks>Guarded by the lock of its run. Bounded: it holds hashes and tools' names, and no text.</remarks>
internal sealed class Conversation
{
    private const int MostCalls = 64;
    private const int MostSayings = 32;
    private const decimal SmallestFirstInput = 1_000;

    private readonly List<CallMark> _calls = [];
    private readonly List<OpenCall> _open = [];
    private readonly List<ulong> _answers = [];
    private readonly List<ulong> _asked = [];
    private decimal? _firstInput;
    private decimal _lastInput;

    public KnownIds Known { get; } = new();

    /// <summary>Gets or sets the hash of the last message that was read and that no later history may lack.</summary>
    public ulong Mark { get; set; }

    /// <summary>Gets or sets where that message stood.</summary>
    public int MarkIndex { get; set; }

    /// <summary>Gets or sets the provider's id of a conversation that the provider remembers.</summary>
    public string? ServerId { get; set; }

    /// <summary>Gets or sets what the model called last, for histories that do not repeat it.</summary>
    public IReadOnlyList<FunctionCallContent> Delivered { get; set; } = [];

    public int Turn { get; private set; }

    public int ToolErrors { get; private set; }

    public string? FailedTool { get; private set; }

    public int ProviderFailures { get; private set; }

    /// <summary>Gets or sets a value indicating whether the model has answered after it was told to wrap up.</summary>
    public bool IsWrappedUp { get; set; }

    public ReadOnlySpan<CallMark> Calls => CollectionsMarshal.AsSpan(_calls);

    /// <summary>Gets how many times the first call's input the last call had.</summary>
    public decimal ContextGrowth => _firstInput is { } first ? _lastInput / first : 0;

    /// <summary>Takes note of what the user said. What was said before is no new turn.</summary>
    public void Ask(ulong saying)
    {
        if (Remember(_asked, saying) == 1)
        {
            Turn++;
        }
    }

    /// <summary>Takes note of an answer, and counts how often it was given.</summary>
    public int Answer(ulong saying) => Remember(_answers, saying);

    public bool IsOpen(ulong call) => _open.Exists(open => open.Call == call);

    public void Open(in OpenCall call) => _open.Add(call);

    /// <summary>Takes note of a call's result.</summary>
    /// <returns>Whether the call was one that is watched.</returns>
    public bool Close(string id, in ToolResult result)
    {
        int index = _open.FindIndex(call => call.Id == id);
        if (index < 0)
        {
            return false;
        }

        OpenCall call = _open[index];
        _open.RemoveAt(index);
        ToolErrors = result.IsError ? ToolErrors + 1 : 0;
        FailedTool = result.IsError ? call.Tool : null;
        Add(call, result.Saying);
        return true;
    }

    /// <summary>Takes note of the next call whose result was never seen.</summary>
    public bool CloseUnanswered()
    {
        if (_open.Count == 0)
        {
            return false;
        }

        OpenCall call = _open[0];
        _open.RemoveAt(0);
        Add(call, 0);
        return true;
    }

    /// <summary>Takes note of how a call of the model ended.</summary>
    public void Settle(LedgerEntry entry)
    {
        if (entry.Outcome == AttemptOutcome.Failed)
        {
            ProviderFailures++;
        }
        else if (entry.Outcome == AttemptOutcome.Succeeded)
        {
            ProviderFailures = 0;
            _lastInput = entry.Usage.InputTokens;
            _firstInput ??= Math.Max(_lastInput, SmallestFirstInput);
        }
    }

    private static int Remember(List<ulong> sayings, ulong saying)
    {
        if (sayings.Count == MostSayings)
        {
            sayings.RemoveAt(0);
        }

        sayings.Add(saying);
        return sayings.Count(each => each == saying);
    }

    private void Add(in OpenCall call, ulong result)
    {
        if (_calls.Count == MostCalls)
        {
            _calls.RemoveRange(0, MostCalls / 4);
        }

        _calls.Add(new CallMark(call.Tool, call.Call, result, Turn));
    }
}
