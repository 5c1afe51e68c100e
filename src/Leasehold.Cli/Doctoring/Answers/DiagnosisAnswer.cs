namespace Leasehold.Cli.Doctoring.Answers;

/// <summary>What <c>/leasehold/diagnosis</c> answers, as far as it is shown.</summary>
internal sealed record DiagnosisAnswer(IReadOnlyList<DatabaseAnswer>? Databases);
