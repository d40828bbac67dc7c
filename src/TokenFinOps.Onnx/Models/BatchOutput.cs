using Microsoft.ML.OnnxRuntime;

namespace TokenFinOps.Onnx.Models;

/// <summary>What a model gave for a batch. Valid while it is read.</summary>
internal readonly ref struct BatchOutput
{
    private readonly ReadOnlySpan<float> _values;
    private readonly long[] _shape;

    public BatchOutput(OrtValue value)
    {
        _shape = value.GetTensorTypeAndShape().Shape;
        _values = value.GetTensorDataAsSpan<float>();
    }

    /// <summary>Gets how many dimensions there are: 3 when every token has its numbers, 2 when a sequence has.</summary>
    public int Rank => _shape.Length;

    /// <summary>Gets how many numbers a token has, or a sequence.</summary>
    public int Size => (int)_shape[^1];

    /// <summary>Gets the numbers of a token.</summary>
    public ReadOnlySpan<float> Of(int sequence, int token) => _values.Slice(((sequence * (int)_shape[1]) + token) * Size, Size);

    /// <summary>Gets the numbers of a sequence.</summary>
    public ReadOnlySpan<float> Of(int sequence) => _values.Slice(sequence * Size, Size);
}
