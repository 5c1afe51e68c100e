using System.Text;
using Leasehold.Payments.Gateway;

namespace Leasehold.Payments.Tests.Gateway;

public sealed class EvidenceTextTests
{
    [Fact]
    public void Of_AnswerThatEchoesTheToken_HasItTakenOut()
        => Assert.Equal("bad [card_token]!", EvidenceText.Of("bad tok_secret!"u8, "tok_secret"));

    [Fact]
    public void Of_AnswerWithACardNumber_HasItTakenOut()
        => Assert.Equal("[number]", EvidenceText.Of("4111111111111111"u8, null));

    [Fact]
    public void Of_LongAnswer_IsCut()
        => Assert.Equal(2000, EvidenceText.Of(Encoding.UTF8.GetBytes(new string('x', 60_000)), null).Length);
}
