namespace TokenFinOps.Onnx.Models;

/// <summary>Makes something of a model's output.</summary>
internal delegate T BatchReader<out T>(BatchOutput output);
