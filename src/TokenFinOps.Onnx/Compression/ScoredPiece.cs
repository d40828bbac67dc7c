using TokenFinOps.Onnx.Text;

namespace TokenFinOps.Onnx.Compression;

/// <summary>A piece, how likely it is to be kept, and the chunk that the model saw it in.</summary>
internal readonly record struct ScoredPiece(EncodedPiece Piece, float Probability, int Chunk);
