namespace TokenFinOps.Onnx.Ranking;

/// <summary>A document's place in a ranking.</summary>
/// <param name="Index">Which of the documents it is, from 0.</param>
/// <param name="Surprise">The mean negative log-likelihood of the question's tokens after the document, in nats: r_k of LongLLMLingua. The lower, the better it leads to the question.</param>
public readonly record struct RankedDocument(int Index, double Surprise);
