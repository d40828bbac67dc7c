using System.Buffers.Binary;
using System.CommandLine;
using TokenFinOps.Ledger;
using TokenFinOps.Ledger.Query;
using TokenFinOps.Tool.Arguments;
using TokenFinOps.Tool.Ledgers;
using TokenFinOps.Tool.Output;

namespace TokenFinOps.Tool.Commands.Why;

/// <summary><c>tokenfinops why</c>: why a request went where it went, attempt by attempt.</summary>
internal static class WhyCommand
{
    private const int VersionWithTime = 7;
    private static readonly TimeSpan Before = TimeSpan.FromMinutes(1);

    // Attempts of one request lie within the longest time that it may take, with a wide margin.
    private static readonly TimeSpan After = TimeSpan.FromDays(1);

    public static Command Create(ToolContext context)
    {
        var ledger = new LedgerOptions();
        Option<bool> json = CommonOptions.Json();
        var id = new Argument<string>("id") { Description = "The request's id, or the provider's id of its answer (ChatResponse.ResponseId), for which the whole ledger is read." };
        var command = new Command("why", "Why a request went to the deployment that answered it: candidates, policies, attempts.") { id, json };
        ledger.AddTo(command);
        command.SetAction(async (line, cancellationToken) =>
        {
            await using OpenLedger open = await ledger.OpenAsync(line, context, cancellationToken);
            IReadOnlyList<LedgerEntry> attempts = await FindAsync(open.Ledger, line.GetValue(id)!, cancellationToken);
            if (line.GetValue(json))
            {
                await JsonPrinter.PrintAsync(context, writer => WhyJson.Write(writer, attempts));
            }
            else
            {
                WhyView.Print(context, attempts);
            }

            return ExitCodes.Ok;
        });
        return command;
    }

    private static async Task<IReadOnlyList<LedgerEntry>> FindAsync(IDurableCostLedger ledger, string id, CancellationToken cancellationToken)
    {
        List<LedgerEntry> attempts = Guid.TryParse(id, out Guid request) ? await AttemptsOfAsync(ledger, request, cancellationToken) : [];

        // Some providers give their answers GUIDs too, so that only the ledger can tell what an id is of.
        if (attempts.Count == 0 && await RequestOfAsync(ledger, id, cancellationToken) is { } answered)
        {
            attempts = await AttemptsOfAsync(ledger, answered, cancellationToken);
        }

        return attempts.Count > 0
            ? [.. attempts.OrderBy(static entry => entry.Timestamp).ThenBy(static entry => entry.Id)]
            : throw new ToolException($"The ledger has no request '{id}'. It may be older than what the ledger keeps of single entries.");
    }

    private static async Task<List<LedgerEntry>> AttemptsOfAsync(IDurableCostLedger ledger, Guid request, CancellationToken cancellationToken) =>
        await ledger.EnumerateAsync(Around(request).Where(LedgerDimension.Request, request.ToString()), cancellationToken).ToListAsync(cancellationToken);

    private static async Task<Guid?> RequestOfAsync(IDurableCostLedger ledger, string responseId, CancellationToken cancellationToken)
    {
        await foreach (LedgerEntry entry in ledger.EnumerateAsync(null, cancellationToken))
        {
            if (entry.ResponseId == responseId)
            {
                return entry.RequestId;
            }
        }

        return null;
    }

    // Ids of requests begin with their time (RFC 9562, version 7), so that not the whole ledger has to be read.
    private static LedgerFilter Around(Guid request)
    {
        if (request.Version != VersionWithTime)
        {
            return LedgerFilter.All;
        }

        Span<byte> bytes = stackalloc byte[16];
        request.TryWriteBytes(bytes, bigEndian: true, out _);
        DateTimeOffset made = DateTimeOffset.FromUnixTimeMilliseconds((long)(BinaryPrimitives.ReadUInt64BigEndian(bytes) >> 16));
        return LedgerFilter.Between(made - Before, made + After);
    }
}
