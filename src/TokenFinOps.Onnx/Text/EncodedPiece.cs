namespace TokenFinOps.Onnx.Text;

/// <summary>A piece of text as a model sees it.</summary>
/// <param name="Id">Its number in the vocabulary.</param>
/// <param name="Text">Its text without the marks of the tokenizer.</param>
/// <param name="Start">Where it starts in the original text.</param>
/// <param name="End">Where it ends.</param>
/// <param name="StartsWord">Whether a word of the tokenizer starts with it.</param>
/// <param name="AfterSpace">Whether the tokenizer has noted a space before it.</param>
internal readonly record struct EncodedPiece(int Id, string Text, int Start, int End, bool StartsWord, bool AfterSpace);
