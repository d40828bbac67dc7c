namespace TokenFinOps.Caching.Guard;

internal static partial class GuardLists
{
    public const string Antonyms =
        """
        on | off
        +in | +out
        up | down
        above | below
        inside | outside
        into | from
        indoor indoors | outdoor outdoors
        internal | external
        interior | exterior
        before prior | after afterwards
        pre | post
        enable activate | disable deactivate
        enabled active | disabled inactive
        allow permit let | forbid prohibit ban deny prevent block
        allowed legal lawful | forbidden illegal unlawful prohibited banned
        accept approve | reject refuse deny decline
        agree | disagree
        include | exclude omit
        add insert attach append | remove delete erase detach drop
        install | uninstall
        subscribe | unsubscribe
        follow | unfollow
        lock | unlock
        block | unblock
        mute | unmute
        pin | unpin
        archive | unarchive
        freeze | unfreeze thaw
        hide conceal | show reveal display unhide
        connect | disconnect
        link | unlink
        mount | unmount
        login signin logon | logout signout logoff
        open opened | close closed shut
        start begin commence launch | stop end finish quit halt terminate
        started began | stopped ended finished
        pause | resume unpause continue
        increase raise grow gain rise boost | decrease reduce lower shrink drop fall lessen cut
        increased raised grew rose | decreased reduced lowered fell dropped
        maximum max maximize maximise | minimum min minimize minimise
        expand | collapse contract
        strengthen | weaken
        accelerate | slow decelerate
        buy purchase bought | sell sold
        buyer | seller
        lend loaned lent | borrow borrowed
        lender | borrower
        deposit | withdraw withdrawal withdrew
        import | export
        upload | download
        send sent | receive received
        sender | recipient receiver
        push | pull
        encrypt encryption | decrypt decryption
        encode encoding | decode decoding
        compress | decompress uncompress extract unzip
        zip | unzip
        serialize | deserialize
        upgrade | downgrade
        merge join combine | split separate divide
        attach | detach
        build construct | destroy demolish
        create | destroy delete
        save | discard delete
        save | spend waste
        load | unload
        read | write
        input | output
        sync synchronous | async asynchronous
        public | private
        local | remote global
        online | offline
        manual manually | automatic automatically
        static | dynamic
        mutable | immutable
        ascending | descending
        forward forwards | backward backwards
        left | right wrong
        correct | incorrect wrong
        true | false
        yes | no
        positive | negative
        plus | minus
        multiply | divide
        addition | subtraction
        profit gain | loss
        win won victory | lose lost defeat
        winner | loser
        pass passed | fail failed
        succeed success | fail failure
        attack | defend defense
        arrive arrival | depart departure leave
        arriving | departing leaving
        enter entrance entry | exit leave
        come came | go went
        approach | avoid
        remember | forget forgot
        find found | lose lost
        love | hate
        like | dislike hate
        trust | distrust
        hire hired employ | fire fired dismiss
        employed | unemployed
        employer | employee
        marry married marriage | divorce divorced
        live alive living | die dead died
        birth born | death died
        good great best better | bad worst worse terrible awful
        advantage pro benefit strength | disadvantage drawback con weakness
        safe | unsafe dangerous risky
        healthy | unhealthy
        legal | illegal
        possible | impossible
        easy simple easier easiest | hard difficult complex harder hardest
        hot warm heat | cold cool chill
        hottest warmest | coldest coolest
        heating | cooling
        wet | dry
        full | empty
        heavy heaviest | light lightest
        thick | thin
        wide broad | narrow
        deep | shallow
        high higher highest tall | low lower lowest
        tall tallest taller | short shortest shorter
        long longer longest | short shorter shortest
        big bigger biggest large larger largest | small smaller smallest little tiny
        fast faster fastest quick quickly rapid | slow slower slowest slowly
        early earlier earliest | late later latest
        new newer newest | old older oldest used
        young younger youngest | old older oldest elderly
        modern | ancient traditional
        strong stronger strongest | weak weaker weakest
        rich wealthy richest | poor poorest
        cheap cheaper cheapest inexpensive affordable | expensive costly dearest pricey
        free gratis | paid
        near nearest close nearby | far farthest furthest distant
        soft | hard
        loud louder | quiet quieter silent
        rough | smooth
        sharp | blunt dull
        bright | dark dim
        day daytime | night nighttime
        clean | dirty
        beautiful pretty | ugly
        smart intelligent clever | stupid dumb
        happy glad | sad unhappy
        optimistic optimist | pessimistic pessimist
        optimism | pessimism
        brave courageous | cowardly scared afraid
        calm | anxious nervous
        polite | rude
        kind | cruel
        generous | selfish greedy
        honest | dishonest
        innocent | guilty
        lazy | hardworking diligent
        introvert introverted | extrovert extroverted
        confident | shy insecure
        fat overweight | thin slim skinny underweight
        gain | lose lost loss
        sick ill | well
        cure | prevent
        question | answer
        problem | solution
        theory | practice
        teach taught teacher | learn student
        lead leader | follow follower
        parent parents | child children kid
        mother mom mum | father dad
        mother mom mum father dad | son daughter
        sister | brother
        son | daughter
        wife | husband
        girlfriend | boyfriend
        girl | boy
        woman women lady | man men
        female | male
        aunt | uncle
        niece | nephew
        king | queen
        he him | she
        his | her hers
        ours our | theirs their
        here | there
        host | guest
        doctor | patient
        landlord | tenant
        supply | demand
        offense | defense
        majority | minority
        individual | group
        singular | plural
        vertical | horizontal
        row | column
        top | bottom
        front | back rear behind
        head | tail
        first | last
        begin beginning | end ending
        north northern | south southern | east eastern | west western
        temporary | permanent
        optional | mandatory required
        regular normal | irregular abnormal
        natural organic | artificial synthetic
        fiction | nonfiction
        alcoholic | nonalcoholic
        conservative | liberal
        republican | democrat democratic
        capitalism capitalist | communism communist | socialism socialist
        acid acidic | alkaline base
        solid | liquid | gas
        red | blue | green | yellow | black | white | orange | purple | pink | brown | grey gray
        breakfast | lunch | dinner
        visa | mastercard
        undergraduate bachelor bachelors | master masters postgraduate | phd doctorate
        physical | virtual
        debit | credit | prepaid
        android | ios iphone
        windows | mac macos | linux
        simplify | complicate
        attract | repel
        inhale | exhale
        sink | float
        freeze | melt | boil
        wake woke | sleep asleep
        sit | stand
        catch | throw
        give gave given | take took taken
        appear | disappear
        ally | enemy
        friend | enemy
        heaven | hell
        war | peace
        truth | lie
        """;
}
