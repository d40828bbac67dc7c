namespace TokenFinOps.Embeddings.Words;

/// <summary>Groups of English words that ask for the same, one group a line. Hand-written; every form of a word that the stemmer knows is meant.</summary>
/// <remarks>Words that are opposites in some use never share a group, and neither do names: the guard decides there.</remarks>
internal static class EnglishSynonyms
{
    public const string Groups =
        """
        0 zero
        1 one
        2 two
        3 three
        4 four
        5 five
        6 six
        7 seven
        8 eight
        9 nine
        10 ten
        11 eleven
        12 twelve
        20 twenty
        30 thirty
        50 fifty
        100 hundred
        1000 thousand
        1st first
        2nd second
        3rd third
        $ dollar usd buck
        € euro eur
        £ gbp sterling quid
        % percent percentage
        & and
        buy purchase bought
        sell sold resell
        begin start began begun commence
        end finish conclude
        get obtain acquire got receive gotten
        make create build made built construct
        fix repair solve resolve troubleshoot
        error bug issue problem trouble
        fault defect flaw
        big large huge
        small little tiny
        fast quick rapid quickly speedy
        smart intelligent clever
        stupid dumb
        happy glad
        sad unhappy
        angry mad furious
        beautiful pretty gorgeous
        important significant crucial
        famous popular
        rich wealthy
        easy simple
        hard difficult tough
        begin beginner newbie
        learn study
        teach instruct taught
        teacher instructor tutor
        student pupil
        job career occupation profession
        employee worker staff
        company firm corporation organisation organization
        salary wage pay payscale
        cost price fee charge
        money cash fund
        cheap inexpensive affordable
        expensive costly pricey
        car automobile vehicle
        bike bicycle
        motorbike motorcycle
        plane airplane aircraft flight
        train railway
        film movie
        picture photo image photograph pic
        photo selfie
        video clip
        song music track
        book novel
        author writer
        child kid children
        man guy men
        woman lady women
        girl female
        boy male
        mother mom mum
        father dad
        wife spouse
        baby infant
        friend buddy
        doctor physician
        illness disease sickness
        medicine medication drug
        cure heal treatment treat
        pain ache hurt
        weight kg
        overweight obese fat
        slim thin
        gym workout exercise fitness
        diet nutrition
        food meal
        drink beverage
        alcohol liquor booze
        cigarette smoking smoke
        house home
        apartment flat
        room bedroom
        city town
        country nation
        road street
        trip travel journey tour
        vacation holiday
        visit go
        hotel accommodation
        phone mobile smartphone cellphone telephone
        computer pc
        laptop notebook
        website site webpage
        internet web online
        app application
        software program
        developer programmer coder
        code coding programming
        download install
        delete remove erase
        update upgrade
        change modify alter edit
        switch swap
        restart reboot
        reset restore
        login signin logon
        signup register enroll enrol
        password passcode
        pin passcode
        account profile
        email mail gmail
        message text sms msg
        reply respond response answer
        send transfer
        card creditcard
        refund reimburse reimbursement
        order delivery
        deliver ship arrive
        cancel revoke terminate
        lost missing misplaced
        stolen theft
        block freeze frozen
        verify confirm verification identity
        declined rejected denied refused
        wait pending
        show display
        hide conceal
        find locate search found
        tell inform
        explain describe
        say state
        ask enquire inquire
        call ring
        speak talk spoke spoken
        think believe thought
        like enjoy
        want wish desire
        need require
        help assist assistance
        improve enhance better
        increase raise boost grow
        reduce decrease lower lessen
        gain earn
        stop quit
        avoid prevent
        choose select pick chose chosen
        use utilize utilise
        try attempt
        keep retain
        allow permit let
        happen occur
        become be
        difference distinction differ
        advantage benefit pro
        disadvantage drawback con
        method technique approach way
        step procedure process
        tip advice suggestion
        example instance
        reason why
        meaning mean definition define
        opinion view
        review rating
        best top greatest
        worst
        test exam examination quiz
        grade mark score
        university college
        degree qualification
        maths math mathematics
        science scientific
        universe cosmos
        earth planet
        war battle
        president potus
        government govt
        law legal
        crime criminal
        police cop
        kill murder
        die death dead died
        god deity
        religion faith
        weather forecast temperature
        rain raining
        alarm wake
        reminder remind
        meeting appointment
        calendar schedule
        timer countdown
        volume loudness
        light lamp
        lights lighting
        translate translation
        spell spelling
        calculate compute
        currency forex
        loan borrow
        invest investment
        stock share
        insurance insured
        tax taxes
        restaurant diner
        recipe cook
        reservation reserve book booking
        shop store
        brand make
        gift present
        clothes clothing
        shoes footwear
        hair hairstyle
        skin complexion
        acne pimple
        sleep asleep slept
        dream dreams
        fear afraid scared
        depression depressed
        relationship relation
        marry marriage married wedding
        divorce divorced
        sex intercourse
        hack hacking
        earn income
        startup venture
        entrepreneur founder
        travel commute
        luggage baggage suitcase
        airport terminal
        ticket fare
        bill invoice
        statement transaction
        balance funds
        payment paid pay
        topup recharge reload
        atm cashpoint
        withdraw withdrawal
        wallet purse
        fraud scam fraudulent
        limit maximum cap
        minimum least
        shipping shipment postage
        package parcel
        track tracking trace
        address location
        direction route
        traffic congestion
        gas petrol fuel
        oil lubricant
        tire tyre wheel
        birthday birthdate
        age old
        tall height
        heavy weight
        clock time
        joke funny humor humour
        game gaming
        sport sports
        play playing
        tune melody
        podcast audio
        playlist tracklist
        tv television telly
        radio station
        news headline headlines
        sentence paragraph
        essay article
        summary summarize summarise
        write compose draft
        list enumerate
        shopping groceries grocery
        todo task tasks chore
        note memo
        clean wash laundry
        cook bake
        ingredient ingredients
        calorie calories
        vegetable veggie
        coffee espresso
        tea chai
        dinner supper
        restaurant cafe bistro
        vacuum hoover
        heat heating warm
        cool cooling
        thermostat temperature
        bright brightness
        dim darker
        color colour
        size dimension
        shape form
        quantity amount
        average mean
        total sum
        percent percentage
        graph chart plot
        table spreadsheet
        file document
        folder directory
        copy duplicate
        backup archive
        screen display monitor
        keyboard keypad
        printer printing
        battery charge charger
        wifi wireless
        slow sluggish laggy
        crash hang
        virus malware
        secure security safe safety
        privacy private
        license licence
        contract agreement
        lawyer attorney
        court trial
        prison jail
        army military
        soldier troops
        election vote voting
        politician politics political
        economy economic
        bank banking
        debt loan
        mortgage homeloan
        rent lease
        owner landlord
        neighbor neighbour
        boss manager
        interview interviewer
        resume cv
        hire recruit employ
        fire layoff
        skill ability
        knowledge expertise
        goal objective target aim
        success successful succeed
        failure fail failed
        chance probability odds
        result outcome
        effect impact influence affect
        cause trigger
        prove proof evidence
        true real genuine legit
        fake false counterfeit
        strange weird odd
        interesting fascinating
        boring dull
        dangerous risky unsafe
        healthy health
        strong powerful
        famous celebrity
        rule regulation policy
        custom tradition
        culture cultural
        language tongue
        vocabulary words
        accent pronunciation pronounce
        name called
        surname lastname
        nickname alias
        person human
        people humans
        animal creature
        dog puppy
        cat kitten
        bird birds
        sea ocean
        mountain hill
        forest woods
        tree trees
        star stars
        moon lunar
        sun solar
        space outer
        alien extraterrestrial
        robot robotic
        ai artificialintelligence
        """;
}
