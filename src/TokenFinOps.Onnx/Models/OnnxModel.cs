using Microsoft.ML.OnnxRuntime;

namespace TokenFinOps.Onnx.Models;

/// <summary>A model that takes token ids and gives numbers for each of them: checked when it is loaded, run for a batch at a time.</summary>
/// <remarks>Thread-safe: ONNX Runtime runs one session from many threads.</remarks>
internal sealed class OnnxModel : IDisposable
{
    private const string Ids = "input_ids";
    private const string Mask = "attention_mask";
    private const string Types = "token_type_ids";
    private const string Positions = "position_ids";

    private readonly InferenceSession _session;
    private readonly string _output;

    /// <param name="path">The file.</param>
    /// <param name="outputs">The names under which the output is known; the first one that the model has is taken.</param>
    /// <param name="threads">How many threads one run uses; 0 is ONNX Runtime's choice.</param>
    /// <param name="remedy">What to do about a model that does not fit.</param>
    public OnnxModel(string path, IReadOnlyList<string> outputs, int threads, string remedy)
    {
        ModelFiles.Require(path, "model");
        _session = Open(path, threads);
        try
        {
            Name = Path.GetFileNameWithoutExtension(path);
            CheckInputs(path, remedy);
            _output = outputs.FirstOrDefault(_session.OutputMetadata.ContainsKey) ?? throw new ArgumentException(
                $"'{path}' has the outputs {string.Join(", ", _session.OutputNames)}; {string.Join(" or ", outputs)} is needed. {remedy}", nameof(path));
            NodeMetadata output = _session.OutputMetadata[_output];
            if (output.ElementType != typeof(float))
            {
                throw new ArgumentException($"The output {_output} of '{path}' is of {output.ElementType?.Name}, not Single. Export it without half precision; int8 weights are fine.", nameof(path));
            }

            OutputShape = output.Dimensions;
        }
        catch
        {
            _session.Dispose();
            throw;
        }
    }

    public string Name { get; }

    /// <summary>Gets the output's dimensions as the model states them; one that depends on the input is -1.</summary>
    public IReadOnlyList<int> OutputShape { get; }

    /// <summary>Runs sequences of ids together.</summary>
    /// <typeparam name="T">What is made of the output.</typeparam>
    /// <param name="batch">The sequences.</param>
    /// <param name="read">Makes it. The output is valid only meanwhile.</param>
    public T Run<T>(TokenBatch batch, BatchReader<T> read)
    {
        using var options = new RunOptions();
        return Run(batch, options, read);
    }

    /// <summary>Runs the highest id that a tokenizer gives, so that a vocabulary of another model is found out before it is used.</summary>
    /// <exception cref="ArgumentException">The model has no such id.</exception>
    public void CheckVocabulary(int highestId, string vocabulary)
    {
        // The runtime logs what it throws; here that is an answer and no fault.
        using var options = new RunOptions { LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL };
        try
        {
            Run(new TokenBatch([[highestId]], paddingId: 0), options, static _ => 0);
        }
        catch (OnnxRuntimeException fault)
        {
            throw new ArgumentException(
                $"The model '{Name}' does not know the id {highestId}, the highest of the vocabulary '{vocabulary}'. Take the vocabulary that the model was exported with.", fault);
        }
    }

    public void Dispose() => _session.Dispose();

    private static InferenceSession Open(string path, int threads)
    {
        using var options = new SessionOptions();
        if (threads > 0)
        {
            options.IntraOpNumThreads = threads;
        }

        try
        {
            return new InferenceSession(path, options);
        }
        catch (OnnxRuntimeException fault)
        {
            throw new ArgumentException($"'{path}' cannot be loaded by ONNX Runtime: {fault.Message} If its weights are in a second file, put that beside it.", nameof(path), fault);
        }
    }

    private static long[] ValuesOf(TokenBatch batch, string name) => name switch
    {
        Ids => batch.Ids,
        Mask => batch.Mask,
        Positions => batch.Positions(),
        _ => new long[batch.Ids.Length],
    };

    private T Run<T>(TokenBatch batch, RunOptions options, BatchReader<T> read)
    {
        long[] shape = [batch.Count, batch.Width];
        var inputs = new Dictionary<string, OrtValue>();
        try
        {
            foreach (string name in _session.InputNames)
            {
                inputs.Add(name, OrtValue.CreateTensorValueFromMemory(ValuesOf(batch, name), shape));
            }

            using IDisposableReadOnlyCollection<OrtValue> outputs = _session.Run(options, inputs, [_output]);
            return read(new BatchOutput(outputs[0]));
        }
        finally
        {
            foreach (OrtValue value in inputs.Values)
            {
                value.Dispose();
            }
        }
    }

    private void CheckInputs(string path, string remedy)
    {
        foreach ((string name, NodeMetadata input) in _session.InputMetadata)
        {
            if (name is not (Ids or Mask or Types or Positions))
            {
                throw new ArgumentException($"'{path}' asks for the input {name}, which nobody has here. {remedy}", nameof(path));
            }

            if (input.ElementType != typeof(long))
            {
                throw new ArgumentException($"The input {name} of '{path}' is of {input.ElementType?.Name}, not Int64. {remedy}", nameof(path));
            }
        }

        if (!_session.InputMetadata.ContainsKey(Ids))
        {
            throw new ArgumentException($"'{path}' has the inputs {string.Join(", ", _session.InputNames)}; {Ids} is needed. {remedy}", nameof(path));
        }
    }
}
