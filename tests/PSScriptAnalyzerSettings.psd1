# For the tests: without the rules of the root's settings, and these.
@{
    ExcludeRules = @(
        # As at the root. What BeforeAll sets is used in other blocks, too.
        'PSUseDeclaredVarsMoreThanAssignments'
        'PSReviewUnusedParameter'

        # What a script runs in another scope, as a user's profile does, is part of what is tested; so is text that is made into commands.
        'PSAvoidGlobalVars'
        'PSAvoidUsingInvokeExpression'

        # Cells and hosts that write to the console are tested here.
        'PSAvoidUsingWriteHost'

        # The functions are the specs' own, and nobody is to confirm them: they have neither -WhatIf, nor help for users, nor a fixed way to be called.
        'PSUseShouldProcessForStateChangingFunctions'
        'PSAvoidUsingPositionalParameters'
        'PSProvideCommentHelp'

        # PowerShell 7 reads UTF-8 without a mark, and Windows PowerShell runs none of it.
        'PSUseBOMForUnicodeEncodedFile'
    )
}
